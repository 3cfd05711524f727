"""How many steps a regular expression can cost at most, computed from its parts without running it.

Python's engine tries one way after another, so what counts is how many ways there are. A pattern
is walked from right to left with the cost of all that follows: letters add one, alternatives add
up if they can begin alike, and a repetition multiplies what follows by the number of places at
which it may stop. Where the next letter alone decides whether it goes on or stops, nothing is
multiplied: that is what makes `[^"]*"` cheap and `.*"` dear.

The bound may be too high, never too low.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

Letters = frozenset[str]
Item = tuple[Any, Any]

# Classes differ within ASCII, and beyond it by whether a letter is a word, a digit or a space.
_SAMPLES = frozenset(
    [*map(chr, range(256)), *"İıſKÄäЖж中٣\u2003\u202f\u2009\u2028–—→≈“”‘’…€≤≥±✅\ufffc"]
)
_CLASSES = {
    op.CATEGORY_DIGIT: r"\d", op.CATEGORY_NOT_DIGIT: r"\D",
    op.CATEGORY_SPACE: r"\s", op.CATEGORY_NOT_SPACE: r"\S",
    op.CATEGORY_WORD: r"\w", op.CATEGORY_NOT_WORD: r"\W",
}  # fmt: skip
_LOOPS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
_LOOKS = (op.ASSERT, op.ASSERT_NOT)
_ANYTHING = _SAMPLES | {""}  # "" stands for the end of the text
_NOTHING_MORE = "\0end of the items"
_EXPONENTIAL = 10**18


class Cost(NamedTuple):
    """The most steps for a piece of a pattern and what follows it.

    `each` are those of a try that fails, paid for each way to get there, and 0 if it
    cannot fail; `once` those of the try that succeeds, after which there is no other;
    `ahead` those of them that read what is not taken, so that it is read again.
    """

    each: int
    once: int
    ahead: int = 0


_DONE = Cost(0, 1)


def steps(pattern: re.Pattern[Any], length: int, method: str = "search") -> int:
    """The most steps for a text of so many letters.

    `method` is how the pattern is used: at all positions, or once as `match` or `fullmatch`.
    """
    source = pattern.pattern
    text = source.decode("latin-1") if isinstance(source, bytes) else source
    items = list(_prepared(parser.parse(text, pattern.flags), pattern.flags))
    if method == "fullmatch":
        return sum(_Walk(length).cost(items, frozenset({""}), Cost(1, 1)))
    if method == "match":
        return sum(_Walk(length).cost(items, _ANYTHING, _DONE))
    return _searched(items, length)


# The parsed pattern, with sets of letters for all that takes one letter, and without groups.


def _prepared(items: Iterable[Item], flags: int) -> Iterator[Item]:
    for kind, value in items:
        if kind is op.SUBPATTERN:
            _, added, removed, inner = value
            yield from _prepared(inner, flags & ~removed | added)
        elif kind is op.BRANCH:
            yield kind, [list(_prepared(branch, flags)) for branch in value[1]]
        elif kind in _LOOPS:
            yield kind, (value[0], value[1], list(_prepared(value[2], flags)))
        elif kind in _LOOKS:
            yield kind, (value[0], list(_prepared(value[1], flags)))
        elif kind is op.ATOMIC_GROUP:
            yield kind, list(_prepared(value, flags))
        elif kind is op.AT:
            yield kind, value
        else:
            yield op.IN, _letters(kind, value, flags)


def _letters(kind: Any, value: Any, flags: int) -> Letters:
    if kind is op.ANY:
        return _SAMPLES if flags & re.DOTALL else _SAMPLES - {"\n"}
    parts = value if kind is op.IN else [(kind, value)]
    found: set[str] = set()
    for inner, argument in parts:
        if inner in (op.LITERAL, op.NOT_LITERAL):
            found |= _alike(chr(argument), flags & re.IGNORECASE)
        elif inner is op.RANGE:
            for letter in _SAMPLES | {chr(argument[0]), chr(argument[1])}:
                if argument[0] <= ord(letter) <= argument[1]:
                    found |= _alike(letter, flags & re.IGNORECASE)
        elif inner is op.CATEGORY:
            found |= {c for c in _SAMPLES if re.match(_CLASSES[argument], c)}
        elif inner is not op.NEGATE:
            raise NotImplementedError(f"what {inner} takes is not known here")
    negated = parts[0][0] in (op.NEGATE, op.NOT_LITERAL)
    return _SAMPLES - found if negated else frozenset(found)


@cache
def _alike(letter: str, flags: int) -> Letters:
    """The letters that the engine takes for one: with IGNORECASE, ſ is an s."""
    pattern = re.compile(re.escape(letter), flags)
    return frozenset(other for other in _SAMPLES | {letter} if pattern.fullmatch(other))


def _parts(kind: Any, value: Any) -> list[Sequence[Item]]:
    """What stands inside an item."""
    if kind in _LOOPS:
        return [value[2]]
    if kind in _LOOKS:
        return [value[1]]
    if kind is op.BRANCH:
        return list(value)
    return [value] if kind is op.ATOMIC_GROUP else []


def _takes_one(body: Sequence[Item]) -> bool:
    return len(body) == 1 and body[0][0] is op.IN


def _taken(items: Sequence[Item]) -> Letters:
    """All letters that items can take."""
    found: Letters = frozenset()
    for kind, value in items:
        found = found.union(*map(_taken, _parts(kind, value)))
        found = found.union(value) if kind is op.IN else found
    return found


def _first(items: Sequence[Item], after: Letters) -> Letters:
    """What the next letter can be where `items` match and `after` follows."""
    found: Letters = frozenset()
    for index, (kind, value) in enumerate(items):
        if kind is op.IN:
            return found.union(value)
        if kind is op.AT and value in (op.AT_END, op.AT_END_STRING):
            return found | {"\n", ""}
        if kind is op.ASSERT_NOT and value[0] > 0 and _takes_one(value[1]):
            return found | (_first(items[index + 1 :], after) - _taken(value[1]))
        if kind is op.AT or kind in _LOOKS:
            continue
        inner = [_first(part, frozenset({_NOTHING_MORE})) for part in _parts(kind, value)]
        begins = frozenset().union(*inner)
        found |= begins - {_NOTHING_MORE}
        may_be_empty = _NOTHING_MORE in begins or (kind in _LOOPS and value[0] == 0)
        if not may_be_empty:
            return found
    return found | after


# What one attempt costs.


class _Walk:
    """The costs of the parts of a pattern on a text of so many letters."""

    def __init__(self, length: int) -> None:
        self.length = length

    def cost(self, items: Sequence[Item], after: Letters, then: Cost) -> Cost:
        """The cost of `items` and of all that follows, which costs `then`."""
        if not items:
            return then
        (kind, value), rest = items[0], items[1:]
        follows, then = _first(rest, after), self.cost(rest, after, then)
        if kind is op.BRANCH:
            return self._branch(value, follows, then)
        if kind in _LOOPS:
            return self._loop(kind, value, follows, then)
        if kind is op.IN or kind is op.AT:
            return Cost(1 + then.each, 1 + then.once, then.ahead)
        (inner,) = _parts(kind, value)
        return Cost(sum(self.cost(inner, _ANYTHING, _DONE)) + then.each, then.once, then.ahead)

    def _branch(self, branches: Sequence[Sequence[Item]], after: Letters, then: Cost) -> Cost:
        """Alternatives that begin alike are tried one after another, all others fail at once."""
        alike: dict[Letters, list[Sequence[Item]]] = {}
        tried: list[tuple[Letters, Cost]] = []
        for branch in branches:
            if branch and branch[0][0] is op.IN:
                alike.setdefault(branch[0][1], []).append(branch[1:])
            else:
                tried.append((_first(branch, after), self.cost(branch, after, then)))
        for letters, tails in alike.items():
            several = len(tails) > 1
            inner = (
                self._branch(tails, after, then) if several else self.cost(tails[0], after, then)
            )
            tried.append((letters, Cost(1 + inner.each, 1 + inner.once, inner.ahead)))
        begins = frozenset().union(*(letters for letters, _ in tried))
        each = max(sum(cost.each for letters, cost in tried if c in letters) for c in begins)
        once, ahead = (max(cost[field] for _, cost in tried) for field in (1, 2))
        return Cost(len(branches) + each, once, ahead)

    def _loop(self, kind: Any, value: Any, after: Letters, then: Cost) -> Cost:
        least, most, body = int(value[0]), value[1], value[2]
        many = self.length if most is op.MAXREPEAT else int(most)
        decided = kind is op.POSSESSIVE_REPEAT or not _first(body, frozenset()) & after
        if _takes_one(body):
            return self._run(least, many, decided, then)
        again = _first(body, frozenset()) | after if many > 1 else after
        last = self.cost(body, again, _DONE)
        inner = self._one_round(body, again) if many > 1 else last
        if then.each == 0 and least <= 1:
            ahead = last.each + many * last.ahead + then.ahead
            return Cost(last.each * least, many * sum(inner) + then.once, ahead)
        if kind is op.POSSESSIVE_REPEAT:
            return Cost(many * sum(inner) + then.each, many * sum(inner) + then.once, then.ahead)
        if many <= 300:
            return self._unrolled(body, many, again, then, decided)
        ways = self.cost(body, again, Cost(1001, 1)).each - self.cost(body, again, Cost(1, 1)).each
        if ways > 1000:
            return Cost(_EXPONENTIAL, _EXPONENTIAL)
        stops = 1 if decided else many
        return Cost(many * sum(inner) + stops * then.each, many * sum(inner) + then.once)

    def _run(self, least: int, many: int, decided: bool, then: Cost) -> Cost:
        """A repetition of one letter: it goes forward, and back again while the rest fails."""
        if then.each == 0:
            return Cost(least, many + then.once, then.ahead)
        stops = 1 if decided else many - least + 1
        return Cost(2 * many + stops * then.each, many + then.once, then.ahead)

    def _one_round(self, body: Sequence[Item], again: Letters) -> Cost:
        """The cost of a body that is repeated. What all rounds read together is the text, once."""
        inner, short = (walk.cost(body, again, _DONE) for walk in (self, _SHORTEST))
        is_linear = sum(inner) <= sum(short) * (self.length + 1)
        return Cost(3 * sum(short), 3 * sum(short)) if is_linear else inner

    def _unrolled(
        self, body: Sequence[Item], many: int, again: Letters, then: Cost, decided: bool
    ) -> Cost:
        total = then
        for _ in range(many):
            onward = self.cost(body, again, total)
            both = max(onward.each, then.each) if decided else onward.each + then.each
            once, ahead = max(onward.once, then.once), max(onward.ahead, then.ahead)
            total = Cost(min(1 + both, _EXPONENTIAL), once, ahead)
        return total


# The walk of a text so short that no endless repetition costs anything.
_SHORTEST = _Walk(1)


# What attempts at all positions cost.


def _searched(items: Sequence[Item], length: int) -> int:
    """The steps of the attempts at all positions.

    An attempt that reads far is no harm if the next ones do not read the same again: if
    only what is taken is read far, or if the pattern must read some letter before its
    endless repetitions that these never take.
    """
    if len(items) == 1 and items[0][0] is op.BRANCH:
        return sum(_searched(branch, length) for branch in items[0][1])
    attempt, short = (walk.cost(items, _ANYTHING, _DONE) for walk in (_Walk(length), _SHORTEST))
    if items and items[0][1] in (op.AT_BEGINNING, op.AT_BEGINNING_STRING):
        return sum(attempt) + length
    if (attempt.each, attempt.ahead) == (short.each, short.ahead):
        return (attempt.each + attempt.ahead + 1) * length + attempt.once
    endless = list(_endless(items))
    passes = any(
        not any(letters & taken for taken in endless) for letters in _before_endless(items)
    )
    twice = _Walk(2 * length).cost(items, _ANYTHING, _DONE)
    if passes and sum(twice) < 2.1 * sum(attempt):
        return sum(short) * (sum(short) + 1) * length
    return sum(attempt) * length


def _before_endless(items: Sequence[Item]) -> Iterator[Letters]:
    """The letters, one after another, that a match must have before an endless repetition."""
    for kind, value in items:
        if any(_endless([(kind, value)])):
            return
        if kind is op.IN:
            yield value
        elif kind is op.ASSERT and value[0] < 0:
            yield from _before_endless(value[1])
        elif kind in _LOOPS and value[0] > 0 and _takes_one(value[2]):
            yield _taken(value[2])


def _endless(items: Sequence[Item]) -> Iterator[Letters]:
    """The letters of each repetition without end."""
    for kind, value in items:
        if kind in _LOOPS and value[1] is op.MAXREPEAT:
            yield _taken(value[2])
        for inner in _parts(kind, value):
            yield from _endless(inner)
