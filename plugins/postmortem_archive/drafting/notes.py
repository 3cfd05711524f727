"""What rough notes hold: notes with their lines, and what of a line could not be understood."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from postmortem_archive.times import Clock


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that the notes say, and the line on which it stands.

    `topic` is what it is about (see `topics`), "" if nothing tells. What happened at some time has
    a `clock`, or counts `after` the note before it, or from the first one if `from_first`; a system
    gives the `moment` itself, and with `kind` what kind of event it was. `actor` and `source` are
    as the notes have them. `cells` are those of a table's row, by column.
    """

    line: int
    text: str
    topic: str = ""
    clock: Clock | None = None
    after: timedelta | None = None
    from_first: bool = False
    moment: datetime | None = None
    kind: str = ""
    actor: str = ""
    source: str = ""
    cells: tuple[tuple[str, str], ...] = ()

    @property
    def is_event(self) -> bool:
        return self.clock is not None or self.after is not None or self.moment is not None


@dataclass(frozen=True, slots=True)
class Unclear:
    """Something that was not understood: the line, and why."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Notes:
    """Notes as they were read: the form they have, what they say, who is named in them.

    Each of `people` is one person's names as a system knows them, the fullest first.
    """

    form: str
    notes: tuple[Note, ...] = ()
    people: tuple[tuple[str, ...], ...] = ()
    unclear: tuple[Unclear, ...] = ()
    lines: tuple[str, ...] = field(default=(), repr=False)

    def about(self, *topics: str) -> list[Note]:
        """The notes on one of some topics, in order."""
        return [note for note in self.notes if note.topic in topics and not note.is_event]
