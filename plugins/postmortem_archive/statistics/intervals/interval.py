"""The bounds of a figure, and whether they leave out zero."""

from typing import NamedTuple

CONFIDENCE = 0.95


class Interval(NamedTuple):
    """Bounds of a figure, themselves included; None is a bound that so few values cannot give."""

    low: float | None
    high: float | None

    @property
    def excludes_zero(self) -> bool:
        """Of a difference: whether there is evidence of a change."""
        return (self.low is not None and self.low > 0) or (self.high is not None and self.high < 0)
