"""The criteria of WCAG 2.2, levels A and AA, and which tests of this program judge each, in whole or in part.

4.1.1 is left out: WCAG 2.2 took it away.
"""

from typing import Literal, NamedTuple

Judged = Literal["whole", "absent", "part"]
"""whole: tests judge all of it; absent: they show that there is nothing it speaks of; part: they judge a part of it."""
AXE = ("test_axe_finds_nothing",)
READING = ("test_no_page_scrolls_sideways_or_cuts_words_off",)
KEYS = ("test_a_whole_journey_goes_by_keyboard_and_the_focus_is_always_on_what_is_new",)
SILENT = ("test_no_page_holds_sound_or_moving_pictures",)
CHANGED = ("test_an_answer_is_changed_by_keyboard",)
MORE_TIME = ("test_more_time_is_given_in_place_and_what_is_ticked_stays",)
IN_SIGHT = ("test_the_focus_of_a_keyboard_is_never_behind_the_button",)
THUMB = ("test_everything_that_one_presses_is_large_enough_for_a_thumb",)
HELP = ("test_help_stays_in_sight_after_every_step",)
TYPED = ("test_what_was_typed_is_kept_beside_the_error",)
UNSTYLED = ("test_every_page_reads_in_order_without_its_styles",)
ERRORS = (
    "test_the_focus_goes_to_the_errors_and_from_there_to_the_field",
    "test_an_empty_answer_is_answered_with_what_to_do_and_back_still_works",
)


class Criterion(NamedTuple):
    """One criterion."""

    number: str
    name: str
    level: Literal["A", "AA"]
    judged: Judged = "part"
    tests: tuple[str, ...] = ()


CRITERIA = (
    Criterion("1.1.1", "Non-text Content", "A", "part", AXE),
    Criterion("1.2.1", "Audio-only and Video-only (Prerecorded)", "A", "absent", SILENT),
    Criterion("1.2.2", "Captions (Prerecorded)", "A", "absent", SILENT),
    Criterion("1.2.3", "Audio Description or Media Alternative (Prerecorded)", "A", "absent", SILENT),
    Criterion("1.2.4", "Captions (Live)", "AA", "absent", SILENT),
    Criterion("1.2.5", "Audio Description (Prerecorded)", "AA", "absent", SILENT),
    Criterion("1.3.1", "Info and Relationships", "A", "part", (*AXE, "test_the_markup_of_every_page_is_sound")),
    Criterion("1.3.2", "Meaningful Sequence", "A", "part", UNSTYLED),
    Criterion("1.3.3", "Sensory Characteristics", "A"),
    Criterion("1.3.4", "Orientation", "AA"),
    Criterion("1.3.5", "Identify Input Purpose", "AA"),
    Criterion("1.4.1", "Use of Color", "A", "part", AXE),
    Criterion("1.4.2", "Audio Control", "A", "absent", SILENT),
    Criterion("1.4.3", "Contrast (Minimum)", "AA", "part", AXE),
    Criterion("1.4.4", "Resize text", "AA", "whole", READING),
    Criterion("1.4.5", "Images of Text", "AA"),
    Criterion("1.4.10", "Reflow", "AA", "whole", READING),
    Criterion("1.4.11", "Non-text Contrast", "AA"),
    Criterion("1.4.12", "Text Spacing", "AA", "whole", READING),
    Criterion("1.4.13", "Content on Hover or Focus", "AA"),
    Criterion("2.1.1", "Keyboard", "A", "part", (*KEYS, *CHANGED)),
    Criterion("2.1.2", "No Keyboard Trap", "A", "part", KEYS),
    Criterion("2.1.4", "Character Key Shortcuts", "A"),
    Criterion("2.2.1", "Timing Adjustable", "A", "whole", MORE_TIME),
    Criterion("2.2.2", "Pause, Stop, Hide", "A", "part", SILENT),
    Criterion("2.3.1", "Three Flashes or Below Threshold", "A", "part", SILENT),
    Criterion("2.4.1", "Bypass Blocks", "A", "part", AXE),
    Criterion("2.4.2", "Page Titled", "A", "part", AXE),
    Criterion("2.4.3", "Focus Order", "A", "part", KEYS),
    Criterion("2.4.4", "Link Purpose (In Context)", "A", "part", AXE),
    Criterion("2.4.5", "Multiple Ways", "AA"),
    Criterion("2.4.6", "Headings and Labels", "AA"),
    Criterion("2.4.7", "Focus Visible", "AA"),
    Criterion("2.4.11", "Focus Not Obscured (Minimum)", "AA", "part", IN_SIGHT),
    Criterion("2.5.1", "Pointer Gestures", "A"),
    Criterion("2.5.2", "Pointer Cancellation", "A"),
    Criterion("2.5.3", "Label in Name", "A"),
    Criterion("2.5.4", "Motion Actuation", "A"),
    Criterion("2.5.7", "Dragging Movements", "AA"),
    Criterion("2.5.8", "Target Size (Minimum)", "AA", "whole", THUMB),
    Criterion("3.1.1", "Language of Page", "A", "part", AXE),
    Criterion("3.1.2", "Language of Parts", "AA", "part", AXE),
    Criterion("3.2.1", "On Focus", "A", "part", KEYS),
    Criterion("3.2.2", "On Input", "A"),
    Criterion("3.2.3", "Consistent Navigation", "AA"),
    Criterion("3.2.4", "Consistent Identification", "AA"),
    Criterion("3.2.6", "Consistent Help", "A", "part", HELP),
    Criterion("3.3.1", "Error Identification", "A", "part", ERRORS),
    Criterion("3.3.2", "Labels or Instructions", "A", "part", AXE),
    Criterion("3.3.3", "Error Suggestion", "AA", "part", ERRORS),
    Criterion("3.3.4", "Error Prevention (Legal, Financial, Data)", "AA", "part", CHANGED),
    Criterion("3.3.7", "Redundant Entry", "A", "part", TYPED),
    Criterion("3.3.8", "Accessible Authentication (Minimum)", "AA"),
    Criterion("4.1.2", "Name, Role, Value", "A", "part", AXE),
    Criterion("4.1.3", "Status Messages", "AA"),
)  # fmt: skip
"""In the order of WCAG."""
