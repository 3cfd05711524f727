"""What a change of an archive is told on its pull request: findings, likenesses, spans, rubric.

`review_of` composes it from what was read; `as_markdown` and `as_data` write it. Whoever reads a
comment may know less than whoever reads the files: of a restricted postmortem it says where rules
found something, and nothing that stands in it.
"""

from postmortem_archive.review.composing import (
    Alike,
    Material,
    Review,
    Reviewed,
    review_of,
)
from postmortem_archive.review.spans import Span, spans_of
from postmortem_archive.review.verdict import verdict_lines

__all__ = [
    "Alike",
    "Material",
    "Review",
    "Reviewed",
    "Span",
    "review_of",
    "spans_of",
    "verdict_lines",
]
