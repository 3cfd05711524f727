"""What a language says instead of the English of the code, and how it writes numbers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

# A text by what it is in English, and by the context in which it means that, if it needs one.
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The texts of a language; what it lacks is said in English.

    `several` has the forms of a text that depends on a number, by its English for one; `form`
    tells which of them goes with a number, and `rule` is the same as an expression of `n` that
    JavaScript can read. `point` and `thousands` are the signs in 1,240.5.
    """

    language: str
    texts: Mapping[Key, str] = field(default_factory=dict)
    several: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    form: Callable[[int], int] = lambda n: int(n != 1)
    rule: str = "n != 1"
    point: str = "."
    thousands: str = ","

    def text(self, english: str, context: str = "") -> str:
        return self.texts.get((context, english), english)

    def text_of(self, one: str, many: str, n: int) -> str:
        """The form that goes with n."""
        forms = self.several.get(one)
        if not forms:
            return one if n == 1 else many
        return forms[min(self.form(n), len(forms) - 1)]

    def filled(self, text: str, values: Mapping[str, object]) -> str:
        """The text with its values; a text that says nothing of values may have braces."""
        return text.format(**self.written(values)) if values else text

    def written(self, values: Mapping[str, object]) -> dict[str, object]:
        """The values, whole numbers as this language writes them."""
        return {
            name: self.number(value) if type(value) is int else value
            for name, value in values.items()
        }

    def number(self, value: float, digits: int = 0) -> str:
        written = f"{value:,.{digits}f}"
        if (self.thousands, self.point) == (",", "."):
            return written
        return written.translate({ord(","): self.thousands, ord("."): self.point})


ENGLISH = Catalogue("en")
