"""What does a clinician need to see before signing?

Everything about one questionnaire as pages that need no server, drawn from frozen data. ``checker review`` writes them
to a folder; ``checker serve --review`` shows the very same.
"""

from checker.review.along import ALONG
from checker.review.material import Material
from checker.review.pages import PRINT, SECTIONS, Place, page, write

__all__ = ["ALONG", "PRINT", "SECTIONS", "Material", "Place", "page", "write"]
