"""The words that say nothing about what a text is about, and those that say little."""

from collections.abc import Iterable

from postmortem_archive.analysis.stems import stem

# Few, and none that tells incidents apart: `down`, `up`, `out`, `off`, `too` and `not` stay.
# The last row is what an apostrophe leaves of `it's`, `didn't`, `we'll`.
_WORDS = """
    a about after also an and any are as at be because been before being between both but by
    can could did do does during each for from had has have he her his how i if in into is it
    its me more most my of on or other our she should so some such than that the their them
    then there these they this those through to us very was we were what when where which
    while who why will with would you your
    d didn doesn don hadn hasn isn ll m re s t ve wasn weren wouldn
"""
STOP_WORDS = frozenset(_WORDS.split())

# Words of every English text, also where few reports of an archive happen to use them: what only
# the archive's frequencies tell, "almost" and "hardly" would weigh as much as "wraparound".
# Taken from the stop list of Cornell's SMART system (G. Salton, C. Buckley), without the words
# above, and without those that mean something in operations or have the stem of one that does:
# `contains` (containers), `provides`, `name`, `zero`, `except`, `available`, `several` (severe).
_COMMON = """
    able above according accordingly across actually afterwards again against all allow allows
    almost alone along already although always among amongst another anybody anyhow anyone
    anything anyway anyways anywhere apart appear appreciate appropriate around aside ask asking
    associated away awfully became become becomes becoming beforehand behind believe below
    beside besides best better beyond brief came cannot cause causes certain certainly clearly
    come comes concerning consequently consider considering corresponding course currently
    described despite different doing done down downwards eight either else elsewhere enough
    entirely especially even ever every everybody everyone everything everywhere exactly example
    far few fifth first five former formerly forth four further furthermore get gets getting
    given gives goes going gone got gotten greetings happens hardly having hello hence here
    hereafter hereby herein hereupon hers herself him himself hither hopefully howbeit however
    ignored immediate inasmuch indeed inner insofar instead inward itself just keep keeps kept
    know known knows last lately later latter latterly least less lest let like liked likely
    little look looking looks mainly many may maybe mean meanwhile merely might moreover mostly
    much must myself near nearly necessary need needs neither never nevertheless new next nine
    nobody non none noone nor normally not nothing now nowhere obviously off often okay old once
    one ones only onto others otherwise ought ours ourselves out outside over overall own
    particular particularly per perhaps placed please plus possible presumably probably quite
    rather really reasonably regarding regardless regards relatively respectively right said
    same saw say saying says see seeing seem seemed seeming seems seen sensible sent serious
    seriously seven shall since six somebody somehow someone something sometime sometimes
    somewhat somewhere soon sorry specified specify specifying still sup sure take taken tell
    tends thank thanks theirs themselves thence thereafter thereby therefore therein thereupon
    think third thorough thoroughly though three throughout thru thus together too took toward
    towards tried tries truly try trying twice two under unfortunately unless unlikely until
    unto upon use used useful uses using usually various viz want wants way welcome well went
    whatever whence whenever whereafter whereas whereby wherein whereupon wherever whether
    whither whoever whole whom whose willing wish within without wonder yes yet yours yourself
    yourselves
"""
_COMMON_STEMS = frozenset(stem(word) if len(word) > 3 else word for word in _COMMON.split())


def is_common(term: str) -> bool:
    """Whether a term is a word of every English text, which tells little."""
    return term in _COMMON_STEMS


def common(terms: Iterable[str]) -> list[str]:
    """Those of some terms that are such words, in order."""
    return sorted(_COMMON_STEMS.intersection(terms))
