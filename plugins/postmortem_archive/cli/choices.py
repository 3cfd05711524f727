"""Values of options that must be names the archive knows."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from postmortem_archive.model.finding import ArchiveError
from postmortem_archive.model.nearest import suggestion

if TYPE_CHECKING:
    from postmortem_archive.model.archive import Archive


def check_known(
    option: str, value: str | None, vocabulary: Iterable[str] | None, used: set[str]
) -> None:
    """A value that nothing has is most likely mistyped: an empty answer would mislead."""
    known = [*(vocabulary or ()), *sorted(used)]
    if value is not None and value not in known:
        raise ArchiveError(
            f'{option}: "{value}" is not known to this archive; {suggestion(value, known)}'
        )


def used(archive: "Archive", field: str) -> set[str]:
    """The names that postmortems have in a field."""
    values = (getattr(p.front, field) for p in archive.postmortems)
    return {
        name
        for value in values
        for name in (value if isinstance(value, tuple) else [value])
        if name
    }
