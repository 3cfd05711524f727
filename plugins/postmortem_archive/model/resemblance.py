"""What an archive asks about incidents that look like earlier ones, and what is not answered."""

from typing import TYPE_CHECKING, Annotated, NamedTuple

from postmortem_archive.model.declared import Day, Declared, Form, Names, declare, from_text

if TYPE_CHECKING:  # it is read by what archive.yml says, and archive.yml says this
    from postmortem_archive.model.postmortem import Postmortem

# Of ten pairs of at least this score in a public archive, nine are labelled as alike; of those
# below it, fewer. See docs/explanation/how-resemblance-is-measured.md.
DEFAULT_SCORE = 0.22
_MOST = 10


def _rank(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
    if not 1 <= number <= _MOST:
        raise ValueError(f'"{text[:40]}" is not a number of incidents; write one from 1 to {_MOST}')
    return number


def _score(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number <= 1:
        raise ValueError(
            f'"{text[:40]}" is not a score; write a number above 0 and up to 1, such as 0.22'
        )
    return number


Rank = Annotated[
    int,
    from_text(_rank),
    Form("number from 1 to 10", "1", {"type": "integer", "minimum": 1, "maximum": _MOST}),
]
Score = Annotated[
    float,
    from_text(_score),
    Form("number up to 1", "0.22", {"type": "number", "exclusiveMinimum": 0, "maximum": 1}),
]


class ResemblancePolicy(Declared):
    """Which incidents must say how they are related to earlier ones that they look like."""

    severities: Names = declare(
        "Incidents of these severities; without this key, of all.",
        example="[SEV-1, SEV-2]",
        default=(),
    )
    since: Day | None = declare("Only incidents from this day on.", example="2026-01-01")
    first: Rank = declare(
        "How many of the nearest earlier incidents are to be answered.", example="3", default=1
    )
    score: Score = declare(
        "Only those that are at least as near as this: `postmortem similar` prints the score.",
        example="0.25",
        default=DEFAULT_SCORE,
    )

    def asks(self, postmortem: "Postmortem") -> bool:
        """Whether a postmortem has to answer.

        A draft does not: what it will be like is not written yet. Nor does a restricted one,
        which is in no index: what it is like is not for all.
        """
        front, day = postmortem.front, postmortem.day
        right_severity = not self.severities or front.severity in self.severities
        in_time = day is not None and (self.since is None or day >= self.since)
        is_written = postmortem.status != "draft" and not postmortem.restricted
        return front.kind == "incident" and right_severity and in_time and is_written


class Unanswered(NamedTuple):
    """An earlier incident that looks like one, without a verdict on the two.

    `path` is its file, `score` is from 0 to 1, `shared` are the words that weigh most in both.
    """

    path: str
    score: float
    shared: tuple[str, ...]
