"""A key or column of data that other programs read, declared once: what it is stands beside it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Key:
    """A key by its path, as in `postmortems[].minutes.*.value`.

    `[]` stands for each of a list, `*` for names that depend on the archive. What lies deeper
    than a key that ends in `{}` is declared elsewhere.
    """

    name: str
    type: str
    meaning: str
    unit: str = ""
