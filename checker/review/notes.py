"""What did reviewers note about which part, and about which words of it? One file beside the questionnaire."""

from pathlib import Path


def notes_file(questions: Path) -> Path:
    """Return where the notes on a questionnaire's file are kept: questions.review.yaml beside questions.yaml."""
    return questions.with_suffix(".review.yaml")
