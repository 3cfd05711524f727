"""Numbers the words of texts and their terms, so that the rest is done with numbers."""

from array import array

from postmortem_archive.analysis import read, tokens


class Known(dict[str, int]):
    """What stands between spaces, numbered as it comes, and what each is read as.

    No token goes beyond a space, and few of what stands between two is new: to look it up takes
    less than to find its tokens. `counts`, `lasts` and `having`: how many positions each takes, at
    which of them its last term stands (-1 if it has none), and how many terms it has. Those stand
    from its number in `firsts` in `terms`, `forms` (-1 if it is the term) and `offsets`.
    """

    def __init__(self) -> None:
        super().__init__()
        self.counts, self.lasts, self.having = array("i"), array("i"), array("i")
        self.firsts, self.terms, self.forms = array("i"), array("i"), array("i")
        self.offsets = array("i")
        self.texts: dict[str, int] = {}
        self.written: dict[str, int] = {}  # the forms
        self.stems: list[str] = []

    def __missing__(self, word: str) -> int:
        first, at, last = len(self.terms), 0, -1
        for token in tokens(word):
            count, some = read(token)
            for term, form, offset, _ in some:
                last = at + offset
                self.terms.append(self.texts.setdefault(term, len(self.texts)))
                self.forms.append(-1 if form == term else self._form(form, term))
                self.offsets.append(last)
            at += count
        self.counts.append(at)
        self.lasts.append(last)
        self.firsts.append(first)
        self.having.append(len(self.terms) - first)
        number = self[word] = len(self)
        return number

    def _form(self, form: str, term: str) -> int:
        number = self.written.setdefault(form, len(self.written))
        if number == len(self.stems):
            self.stems.append(term)
        return number
