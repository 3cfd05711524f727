"""Porter's algorithm: what is left of an English word without its endings.

Source: M. F. Porter, "An algorithm for suffix stripping", Program 14 (1980), with the two
rules that his own program has besides (`-bli`, `-logi`).
"""

import re
from functools import lru_cache

# For each step: endings, longest first where one ends another, and what takes their place.
_SECOND = {
    "ational": "ate", "tional": "tion", "enci": "ence", "anci": "ance", "izer": "ize",
    "bli": "ble", "alli": "al", "entli": "ent", "eli": "e", "ousli": "ous", "ization": "ize",
    "ation": "ate", "ator": "ate", "alism": "al", "iveness": "ive", "fulness": "ful",
    "ousness": "ous", "aliti": "al", "iviti": "ive", "biliti": "ble", "logi": "log",
}  # fmt: skip
_THIRD = {
    "icate": "ic", "ative": "", "alize": "al", "iciti": "ic", "ical": "ic", "ful": "", "ness": "",
}  # fmt: skip
_FOURTH = {
    "al": "", "ance": "", "ence": "", "er": "", "ic": "", "able": "", "ible": "", "ant": "",
    "ement": "", "ment": "", "ent": "", "ion": "", "ou": "", "ism": "", "ate": "", "iti": "",
    "ous": "", "ive": "", "ize": "",
}  # fmt: skip
_SYLLABLE = re.compile("v+c+")


@lru_cache(maxsize=65536)  # a language has few words, and an archive the same ones again
def stem(word: str) -> str:
    """The stem of a word in lower case; what has no letters from a to z stays as it is."""
    if len(word) < 3 or not (word.isascii() and word.isalpha()):
        return word
    word = _past(_plural(word))
    if word.endswith("y") and "v" in _shape(word[:-1]):
        word = word[:-1] + "i"
    for endings, least in ((_SECOND, 1), (_THIRD, 1), (_FOURTH, 2)):
        word = _without(word, endings, least)
    return _tidied(word)


def _shape(word: str) -> str:
    """Which letters are vowels (v) and consonants (c); y is a vowel after a consonant."""
    shape = ""
    for letter in word:
        vowel = letter in "aeiou" or (letter == "y" and shape.endswith("c"))
        shape += "v" if vowel else "c"
    return shape


def _measure(word: str) -> int:
    """How often consonants follow vowels: Porter's m."""
    return len(_SYLLABLE.findall(_shape(word)))


def _is_short(word: str) -> bool:
    """Whether it ends as `hop` does: consonant, vowel, a consonant other than w, x and y."""
    return _shape(word).endswith("cvc") and word[-1] not in "wxy"


def _plural(word: str) -> str:
    if word.endswith(("sses", "ies")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _past(word: str) -> str:
    if word.endswith("eed"):
        return word[:-1] if _measure(word[:-3]) > 0 else word
    for ending in ("ed", "ing"):
        left = word.removesuffix(ending)
        if left != word:
            return _mended(left) if "v" in _shape(left) else word
    return word


def _mended(word: str) -> str:
    """`conflat` becomes `conflate`, `hopp` `hop`, `fil` `file`."""
    if word.endswith(("at", "bl", "iz")):
        return word + "e"
    if len(word) > 1 and word[-1] == word[-2] and _shape(word)[-1] == "c":
        return word if word[-1] in "lsz" else word[:-1]
    return word + "e" if _measure(word) == 1 and _is_short(word) else word


def _without(word: str, endings: dict[str, str], least: int) -> str:
    """The word with the longest of the endings replaced, if enough of it is left."""
    for length in range(min(7, len(word)), 1, -1):
        ending = word[-length:]
        if ending in endings:
            left = word[:-length]
            fits = ending != "ion" or left.endswith(("s", "t"))
            return left + endings[ending] if fits and _measure(left) >= least else word
    return word


def _tidied(word: str) -> str:
    if word.endswith("e"):
        left = word[:-1]
        measure = _measure(left)
        if measure > 1 or (measure == 1 and not _is_short(left)):
            word = left
    return word[:-1] if word.endswith("ll") and _measure(word) > 1 else word
