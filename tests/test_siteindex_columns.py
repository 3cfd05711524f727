"""The index in columns has what a plain walk over each document finds, to the last letter."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from hypothesis import given
from hypothesis import strategies as st

from postmortem_archive.search.occurrences import occurrences
from postmortem_archive.search.parts import PARTS, Piece
from postmortem_archive.siteindex.columns import Found, found
from postmortem_archive.siteindex.entries import Entry, Having, changed, having

WORDS = [
    *("pool", "Pools", "pooling", "leak", "leaked", "leaks", "the", "s", "42", "_", "__x__"),
    *("kube-state-metrics", "maxPoolSize", "HTTPServer", "http://db.example:5432/a?b=c", "a--b"),
    *("v1.2.3", "the.of", "of-the-pool", "Überlast", "café-pools", "e\u0301te\u0301", "naïve_Pool"),
    *("データベース", "沖縄-db", "Ошибка", "ошибки", "x" * 81, "y" * 80, "pool-" * 30, "٣٤", "½"),
    *("`pool`", "`leaked", "```", "~~~", "\ufdd0", "\ud800", "🔥", "|", "—", "pool\u00a0leak"),
]
SPACES = [" ", "\n", "\n\n", "\t", "\u2028", "\x1c", "\x0b", ", ", ". ", ""]
TEXTS = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(SPACES)), max_size=12).map(
    lambda some: "".join(word + space for word, space in some)
)
PIECES = st.builds(Piece, st.sampled_from(PARTS), st.just(""), TEXTS | st.text(max_size=30))


def plainly(told: Sequence[Sequence[Piece]]) -> Found:
    """Document by document, term by term."""
    terms: defaultdict[str, dict[int, Having | None]] = defaultdict(dict)
    lengths = []
    for number, pieces in enumerate(told):
        one = occurrences(pieces)
        lengths.append(one.length)
        for term, of in having(one).items():
            terms[term][number] = of
    return Found(lengths, {term: entry(of) for term, of in terms.items()})


def entry(of: Mapping[int, Having | None]) -> Entry:
    made = changed(None, of)
    assert made
    return made


@given(st.lists(st.lists(PIECES, max_size=6), max_size=6), st.sampled_from([0, 7, 1_000_000]))
def test_columns_find_what_a_plain_walk_finds(told: list[list[Piece]], at_once: int) -> None:
    assert found(told, at_once) == plainly(told)


def test_parts_that_are_told_again_and_texts_without_terms_are_counted_on() -> None:
    of_it = [Piece("summary", "", text) for text in ("A pool", "", "the of", "pool leaks the", "")]
    told = [[*of_it, Piece("title", "", "Leak")], [], of_it]
    # The pool stands at 1. The next text begins at 3, the third at 4, and the fourth, since each
    # has no term, at 5: there stands the pool, and a leak at 6. Two words of the summary for 2.
    made = found(told)
    assert made.lengths == [2 * (2 + 2) + 3, 0, 2 * (2 + 2)]
    places = f"[{1 * 12 + 2},{4 * 12}]"
    assert made.entries["pool"] == (2, "[[0,2],[4,4]]", f"[{places},{places}]")
    assert made == plainly(told)


def test_long_texts_have_positions_beyond_those_that_are_looked_up() -> None:
    told = [[Piece("other", "", "word " * 7_000 + "pool"), Piece("title", "", "pool")]]
    # "other" is part 10 of 12.
    assert found(told).entries["pool"].places == f"[[0,{7_000 * 12 + 10}]]"
    assert found(told) == plainly(told)


@given(
    st.lists(st.lists(PIECES, max_size=4), max_size=4),
    st.dictionaries(st.integers(0, 5), st.lists(PIECES, max_size=4), max_size=3),
)
def test_an_entry_can_be_changed(told: list[list[Piece]], edits: dict[int, list[Piece]]) -> None:
    before, told = plainly(told).entries, told + [[]] * (6 - len(told))
    after = plainly([edits.get(number, one) for number, one in enumerate(told)]).entries
    now = {number: having(occurrences(of)) for number, of in edits.items()}
    for term in {*before, *(term for of in now.values() for term in of)}:
        kept = (before[term].weights, before[term].places) if term in before else None
        assert changed(kept, {number: of.get(term) for number, of in now.items()}) == after.get(
            term
        )
