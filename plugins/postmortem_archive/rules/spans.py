"""What the rules on written durations share: the edit that writes the computed one."""

from datetime import timedelta

from postmortem_archive import times
from postmortem_archive.model.finding import Edit
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.times import SpanMention

# The passages that claims are read from have plain spaces where the body has others.
_SPACES = str.maketrans("\u00a0\u202f\u2009\t", "    ")


def rewritten_span(
    postmortem: Postmortem, span: SpanMention, offset: int, computed: timedelta
) -> Edit | None:
    """The computed span in the author's style, where the written one stands in one piece.

    Nothing lasts no time: two moments that are equal were noted once for two things.
    """
    body = postmortem.body
    typed = body.text[offset : offset + len(span.text)]
    if not span.plain or typed.translate(_SPACES) != span.text:
        return None
    right = times.in_style_of(typed, computed)
    if not any(
        found.allows(computed, computed) for found in times.find_spans(right.translate(_SPACES))
    ):
        return None
    return Edit(body.place(offset), body.place(offset + len(typed)), right)
