"""The words that say nothing about what a text is about: they are no terms."""

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
