"""Turns patterns into sentences: slots filled, alternatives chosen, nothing said twice."""

import re
from collections.abc import Mapping, Sequence
from random import Random

# {name}, or {20-60} for a number between the two; not the ${…} and %{…} of shells.
_SLOT = re.compile(r"(?<![%$])\{(?:(\d+)-(\d+)|([A-Za-z_0-9]+))\}")
_CHOICE = re.compile(r"\[([^\[\]|\n]*(?:\|[^\[\]|\n]*)+)\]")
# A sentence begins with a capital, unless it begins with the name of a thing (pg-orders-2).
_BEGINNING = re.compile(r"(^|[.!?] )([a-z])(?=[a-z]*[ ,:;’'])")


class Voice:
    """Speaks for one postmortem.

    It prefers one half of every list of patterns. A repeat of an earlier incident is given
    the other half, so that the two tell the same story in other words.
    """

    def __init__(self, rng: Random, slots: Mapping[str, str], half: int) -> None:
        self.rng, self.slots, self.half = rng, slots, half
        self._said: set[str] = set()

    def several(self, patterns: Sequence[str], count: int) -> list[str]:
        """Up to `count` different patterns that were not used before, as sentences."""
        fresh = [pattern for pattern in patterns if pattern not in self._said]
        own = set(patterns[self.half :: 2])
        self.rng.shuffle(fresh)
        fresh.sort(key=lambda pattern: pattern not in own)
        self._said.update(fresh[:count])
        return [self.say(pattern) for pattern in fresh[:count]]

    def pick(self, patterns: Sequence[str]) -> str:
        """One sentence; one that was said before only if there is no other."""
        return next(iter(self.several(patterns, 1)), "") or self.say(self.rng.choice(patterns))

    def in_order(self, patterns: Sequence[str], count: int) -> list[str]:
        """Some of the patterns, in the order in which they are listed."""
        chosen = sorted(self.rng.sample(range(len(patterns)), min(count, len(patterns))))
        return [self.say(patterns[index]) for index in chosen]

    def say(self, pattern: str) -> str:
        chosen = _CHOICE.sub(lambda match: self.rng.choice(match[1].split("|")), pattern)
        return _BEGINNING.sub(lambda match: match[1] + match[2].upper(), self.fill(chosen))

    def fill(self, pattern: str) -> str:
        """The pattern with its slots filled and nothing else done, as code needs it."""
        return _SLOT.sub(self._filled, pattern)

    def _filled(self, match: re.Match[str]) -> str:
        if match[3]:
            return self.slots[match[3]]
        return str(self.rng.randint(int(match[1]), int(match[2])))

    def chance(self, percent: int) -> bool:
        return self.rng.randrange(100) < percent


def count_words(text: str) -> int:
    """Words as a reader counts them: no table borders, no dashes standing alone."""
    return len(re.findall(r"\w\S*", text))
