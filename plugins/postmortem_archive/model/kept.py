"""Values of which thousands are remembered, and brought back each time a command begins."""

from typing import Any


class Kept:
    """A frozen dataclass with slots that is pickled as its fields, in their order.

    It comes back in a quarter of the time that dataclasses' own way takes.
    """

    __slots__: tuple[str, ...] = ()

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), tuple(getattr(self, name) for name in self.__slots__)
