"""The index on disk: documents in, postings and cards out. The one door to Whoosh."""

from array import array
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from whoosh import columns, fields, formats, reading
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import FileStorage
from whoosh.util.filelock import try_for

if TYPE_CHECKING:
    from postmortem_archive.search.document import Document

MEASURED = ("detect", "acknowledge", "mitigate", "recover")
UNKNOWN = -1.0
LOCK = "UPKEEP"


class Prepared(fields.FieldType):  # type: ignore[misc]
    """A field whose terms come ready: text, how often, weight, and the value of each."""

    def __init__(self, valued: bool) -> None:
        super().__init__(formats.Format() if valued else formats.Existence(), None)

    def index(self, value: Any, **_: Any) -> Any:
        return value


def _schema() -> Any:
    numbers = {"day": "i", "due": "i", "length": "d"} | dict.fromkeys(MEASURED, "d")
    made = {
        name: fields.COLUMN(columns.NumericColumn(code, UNKNOWN if name in MEASURED else 0))
        for name, code in numbers.items()
    }
    return fields.Schema(
        path=fields.ID(unique=True),
        terms=Prepared(True),
        forms=Prepared(True),
        facts=Prepared(False),
        card=fields.STORED,
        **made,
    )


def create(folder: Path) -> None:
    """An empty index in an empty folder."""
    FileStorage(str(folder)).create_index(_schema())


def write(folder: Path, gone: Iterable[str], documents: Iterable["Document"]) -> None:
    """Takes paths out of the index and puts documents in: all of it, or nothing if it is killed."""
    writer = FileStorage(str(folder)).open_index().writer(limitmb=256, codec=_Codec())
    try:
        for path in gone:
            writer.delete_by_term("path", path)
        for one in documents:
            writer.add_document(**_row(one))
    except BaseException:
        writer.cancel()
        raise
    writer.commit()


def _row(one: "Document") -> dict[str, Any]:
    found = [(text.encode(), len(at), weight, at.tobytes()) for text, weight, at in one.terms]
    return {
        "path": one.path,
        "terms": found,
        "forms": [(form.encode(), 1, weight, b"") for form, weight in one.forms],
        "facts": [(fact.encode(), 1, 1.0, b"") for fact in sorted(set(one.facts))],
        "card": one.card,
        "day": one.day,
        "due": one.due,
        "length": one.length,
        **one.minutes,
    }


class _Codec(W3Codec):  # type: ignore[misc]
    # Lengths are ours, in a column; Whoosh would look for its own at each posting.
    length_stats = False


class Reader:
    """An index as it was when it was opened. Documents are numbers from 0, some long gone."""

    def __init__(self, folder: Path) -> None:
        self._reader = FileStorage(str(folder)).open_index().reader()
        self._leaves = list(self._reader.leaf_readers())

    @cached_property
    def everything(self) -> frozenset[int]:
        """All documents."""
        return frozenset(self._reader.all_doc_ids())

    @cached_property
    def gone(self) -> frozenset[int]:
        """The numbers of documents that are no longer there."""
        if not self._reader.has_deletions():
            return frozenset()
        return frozenset(range(self._reader.doc_count_all())) - self.everything

    @cached_property
    def average(self) -> float:
        """The mean length of a document."""
        lengths = self.column("length")
        return sum(lengths[one] for one in self.everything) / max(1, len(self.everything))

    def column(self, name: str) -> list[float]:
        """A number of each document: `length`, `day`, `due`, or the minutes of a measure."""
        found: list[float] = []
        for leaf, _ in self._leaves:
            if leaf.has_column(name):
                values = leaf.column_reader(name)
                found.extend(values[number] for number in range(leaf.doc_count_all()))
            else:
                found.extend([UNKNOWN if name in MEASURED else 0] * leaf.doc_count_all())
        return found

    def weights(self, term: str) -> dict[int, float]:
        """The documents that have a term, each with the term's weight in it."""
        return {number: posting.weight() for number, posting in self._postings("terms", term)}

    def form_weights(self, form: str) -> dict[int, float]:
        """The documents that have a form which differs from its term, each with its weight."""
        return {number: posting.weight() for number, posting in self._postings("forms", form)}

    def places(self, term: str) -> dict[int, "array[int]"]:
        """The documents that have a term, each with the term's positions in it."""
        found = {}
        for number, posting in self._postings("terms", term):
            found[number] = array("I")
            found[number].frombytes(posting.value())
        return found

    def having(self, fact: str) -> frozenset[int]:
        """The documents with a fact such as `service:checkout`."""
        return frozenset(number for number, _ in self._postings("facts", fact))

    def values(self, name: str) -> list[str]:
        """The values that any document has of a fact, in order of the alphabet."""
        return [text.removeprefix(f"{name}:") for text in self._with_prefix("facts", f"{name}:")]

    def beginning(self, prefix: str) -> Iterator[str]:
        """All terms that begin with a prefix, in order."""
        return self._with_prefix("terms", prefix)

    def near(self, term: str, distance: int, prefix: int = 0) -> list[str]:
        """All terms that differ by so many letters at most, after so many that agree."""
        return sorted(self._reader.terms_within("terms", term, distance, prefix=prefix))

    def frequency(self, term: str) -> int:
        """How many documents have a term, those that are gone included."""
        found: int = self._reader.doc_frequency("terms", term.encode())
        return found

    def card(self, number: int) -> dict[str, Any]:
        """What a list shows of a document."""
        found: dict[str, Any] = self._reader.stored_fields(number)["card"]
        return found

    def close(self) -> None:
        self._reader.close()

    def _with_prefix(self, field: str, prefix: str) -> Iterator[str]:
        for text in self._reader.expand_prefix(field, prefix.encode()):
            yield bytes(text).decode()

    def _postings(self, field: str, text: str) -> Iterator[tuple[int, Any]]:
        wanted = text.encode()
        for leaf, start in self._leaves:
            try:
                posting = leaf.postings(field, wanted)
            except reading.TermNotFound:
                continue
            while posting.is_active():
                yield start + posting.id(), posting
                posting.next()


@contextmanager
def locked(folder: Path, seconds: float) -> Iterator[bool]:
    """Whether nobody else writes meanwhile, which is waited for. A dead process locks nothing."""
    lock = FileStorage(str(folder)).lock(LOCK)
    ours = try_for(lock.acquire, timeout=seconds, delay=0.05)
    try:
        yield ours
    finally:
        if ours:
            lock.release()
