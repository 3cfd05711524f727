"""Finds tokens, passwords and private keys in lines of text; the one door to detect-secrets.

Of that library only the shapes and the heuristics are used: nothing is asked of any service,
and it is imported only for a line that holds what one of its shapes begins with.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module

# What must stand in a line before a detector of that library is asked. Left out are those whose
# shapes have nothing of their own (a name and any 32 letters), and those of entropy alone.
_DETECTORS = {
    "aws.AWSKeyDetector": ("AKIA", "ASIA", "ABIA", "ACCA", "A3T"),
    "azure_storage_key.AzureStorageKeyDetector": ("AccountKey=",),
    "basic_auth.BasicAuthDetector": ("://",),
    "github_token.GitHubTokenDetector": ("ghp_", "gho_", "ghu_", "ghs_", "ghr_"),
    "gitlab_token.GitLabTokenDetector": (
        *("glpat-", "gldt-", "glft-", "glsoat-", "glrt-", "GR1348941"),
        *("glcbt-", "glimt-", "glptt-", "glagent-", "gloas-"),
    ),
    "jwt.JwtTokenDetector": ("eyJ",),
    "npm.NpmDetector": ("_authToken",),
    "openai.OpenAIDetector": ("T3BlbkFJ",),
    "pypi_token.PypiTokenDetector": ("pypi-AgE",),
    "sendgrid.SendGridDetector": ("SG.",),
    "slack.SlackDetector": ("xox", "hooks.slack.com/services/"),
    "square_oauth.SquareOAuthDetector": ("sq0csp-",),
    "stripe.StripeDetector": ("k_live_",),
    "telegram_token.TelegramBotTokenDetector": (":AA",),
}
# Shapes that are common and that the library does not know yet.
_ALSO: dict[str, tuple[str, re.Pattern[str]]] = {
    "github_pat_": ("GitHub Token", re.compile(r"github_pat_[A-Za-z0-9_]{50,100}")),
    "npm_": ("NPM token", re.compile(r"npm_[A-Za-z0-9]{36}")),
    "AIza": ("Google API key", re.compile(r"AIza[A-Za-z0-9_-]{35}")),
    "GOCSPX-": ("Google OAuth secret", re.compile(r"GOCSPX-[A-Za-z0-9_-]{28}")),
    "xapp-": ("Slack Token", re.compile(r"xapp-[0-9]-[A-Za-z0-9-]{30,120}")),
    "hvs.": ("Vault token", re.compile(r"hvs\.[A-Za-z0-9_-]{24,120}")),
    "sk-ant-": ("Anthropic key", re.compile(r"sk-ant-[A-Za-z0-9_-]{32,120}")),
    "sk-proj-": ("OpenAI Token", re.compile(r"sk-proj-[A-Za-z0-9_-]{32,180}")),
    "://:": ("Basic Auth Credentials", re.compile(r"://:(?P<value>[^\s/:@]{6,100})@")),
    "earer ": ("bearer token", re.compile(r"[Bb]earer (?P<value>[A-Za-z0-9._~+/=-]{20,400})")),
}
# Longer lines are looked at in pieces that overlap, so that a line costs its length times a
# constant, whatever stands in it. A credential is shorter than the overlap.
_PIECE, _OVERLAP = 4000, 2000

# A name that says what it is, and the value it is given. The keyword detector of the library takes
# the rest of the line for the value and repeats without bound; its heuristics are used below.
_NAMES = ("passw", "passphrase", "_pass", "pwd", "secret", "token", "key")
# From where one of these begins to the end of the longest name, quotes and blanks.
_LONGEST_NAME = 20
_LINE_END = re.compile(r"\n")
_GIVEN = re.compile(
    r"(?P<name>passw(?:or)?d|passphrase|_pass|pwd|secret|token"
    r"|(?:api|auth|access|account|client|service|private|signing|encryption|master)[_-]?key)"
    r"[\"'`\])]{0,2}[ \t]{0,4}(?::=|=>|={1,3}|:)[ \t]{0,4}[\"'`]?"
    r"(?P<value>[^\s\"'`<>(){}|,;…]{6,200})",
    re.IGNORECASE,
)
# What stands where a secret would, in text that is careful.
_PLACEHOLDER = re.compile(
    r"example|placeholder|change[_-]?me|redacted|removed|dummy|your[_-]|x{4}|\*{3}|\.{3}|…|•"
    r"|^[$%<{\[]|^(?:user|pass|passwd|password|pwd|secret|token|x-oauth-basic)$",
    re.IGNORECASE,
)
# What is no secret though it has letters and digits: paths, addresses, versions, times, sizes,
# algorithms, and names made of words.
_NO_SECRET = re.compile(
    r"[./~@#]|[A-Za-z]{2,10}:|[a-z]{2,30}(?:[-_./:][a-z0-9]{1,30}){1,8}$"
    r"|[0-9][0-9.:+-]{0,40}[A-Za-z]{0,8}$"
    r"|(?:sha|md|hs|rs|es|aes|rsa|ed|base|oauth|pbkdf|argon|[bs]crypt|tls|v)-?[0-9]",
    re.IGNORECASE,
)

_KEY_BEGINS = re.compile(r"-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----")
_KEY_ENDS = re.compile(r"-----END [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----")
_KEY_TEXT = re.compile(r"[A-Za-z0-9+/]{32}")
_MOST_KEY_LINES = 200

# A shape may end before its token does, as that of a JSON Web Token before the signature.
_REST = re.compile(r"[A-Za-z0-9_.+/=~-]{0,2000}")
# Of these the beginning is a part of the secret, not a mark of its kind.
_UNMARKED = frozenset(
    {"Basic Auth Credentials", "bearer token", "password", "key or token", "private key"}
)
_SHORTEST_TOKEN, _SHORTEST_SECRET = 16, 4
# Detectors whose shape has more around the secret, which is then their longest group.
_GROUPED = ("aws", "basic_auth", "npm")

_MARKS = (*(mark for marks in _DETECTORS.values() for mark in marks), *_ALSO)
_Shape = tuple[str, re.Pattern[str], bool]
_Span = tuple[int, str, str]


@dataclass(frozen=True, slots=True)
class Credential:
    """What gives access to something: its kind, its line and column from 1, and its texts.

    A private key has one text for each of its lines. No representation shows them.
    """

    kind: str
    line: int
    column: int
    texts: tuple[str, ...] = field(repr=False)

    @property
    def beginning(self) -> str:
        """What may be shown of it, so that its owner knows which it is: the mark of its kind."""
        marked = self.kind not in _UNMARKED and not self.texts[0].startswith("http")
        return f"{self.texts[0][:4]}…" if marked else ""


def find(lines: Sequence[str]) -> Iterator[Credential]:
    """The credentials in a file's lines, private keys last."""
    text = "\n".join(lines)
    for number in _suspicious(text):
        line = lines[number]
        for start, kind, secret in _apart([*_tokens(line), *_given(line)]):
            yield Credential(kind, number + 1, start + 1, (secret,))
    if "PRIVATE KEY" in text:
        yield from _private_keys(lines)


def _suspicious(text: str) -> list[int]:
    """The lines, from 0, that hold what something begins with: in most files none."""
    # As long as before, and much quicker to search: all that is looked for is ASCII.
    text = text.encode("ascii", "replace").decode("ascii")
    marks = [mark for mark in _MARKS if mark in text and (mark != "://" or "@" in text)]
    lowered = text.lower()
    places = [at for mark in marks for at in _places(text, mark)]
    for name in _NAMES:
        places += (at for at in _places(lowered, name) if _is_given(text, at))
    if not places:
        return []
    starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
    return sorted({bisect_right(starts, at) - 1 for at in places})


def _places(text: str, wanted: str) -> Iterator[int]:
    at = text.find(wanted)
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1)


def _is_given(text: str, at: int) -> bool:
    """Whether a colon or an equals sign stands behind a name."""
    behind = text[at : at + _LONGEST_NAME]
    return ":" in behind or "=" in behind


class Mask:
    """Hides all parts of some credentials in texts that may quote them."""

    def __init__(self, credentials: Iterable[Credential]) -> None:
        self._parts: dict[int, set[str]] = {}
        for credential in credentials:
            for secret in credential.texts:
                self._add(secret.lower())

    def _add(self, secret: str) -> None:
        """All parts of eight letters, for a message may quote but a part; shorter ones whole."""
        size = min(8, len(secret))
        # The last line of a key may be an equals sign, which stands elsewhere too.
        if size >= _SHORTEST_SECRET:
            some = self._parts.setdefault(size, set())
            some.update(secret[at : at + size] for at in range(len(secret) - size + 1))

    def __call__(self, text: str) -> str:
        """The text, as long as before, in which no part of the credentials can be read."""
        hidden: set[int] = set()
        for size, some in self._parts.items():
            for start in range(len(text) - size + 1):
                if text[start : start + size].lower() in some:
                    hidden.update(range(start, start + size))
        if not hidden:
            return text
        return "".join("•" if at in hidden else letter for at, letter in enumerate(text))


def _apart(spans: list[_Span]) -> Iterator[_Span]:
    """The spans in order; of those that overlap, the first."""
    end = 0
    for start, kind, secret in sorted(spans):
        if start >= end:
            yield start, kind, secret
            end = start + len(secret)


def _tokens(line: str) -> Iterator[_Span]:
    """Where a token stands whose shape says what it is."""
    here = [mark for mark in _MARKS if mark in line and (mark != "://" or "@" in line)]
    if not here:
        return
    for begin in range(0, max(1, len(line) - _OVERLAP), _PIECE - _OVERLAP):
        piece = line[begin : begin + _PIECE]
        for mark in here:
            for shape in _shapes(mark) if mark in piece else ():
                yield from ((begin + at, kind, token) for at, kind, token in _of(shape, piece))


def _of(shape: _Shape, piece: str) -> Iterator[_Span]:
    kind, pattern, grouped = shape
    end = 0
    for match in pattern.finditer(piece):
        if match.start() >= end:
            start, secret = _inside(match) if grouped else _whole(match)
            end = start + len(secret)
            long_enough = grouped or len(secret) >= _SHORTEST_TOKEN
            if long_enough and len(set(secret)) >= 4 and not _PLACEHOLDER.search(secret):
                yield start, kind, secret


def _inside(match: re.Match[str]) -> tuple[int, str]:
    """The longest group of a shape that has more around the secret."""
    group = max(range(1, match.re.groups + 1), key=lambda n: len(match[n] or ""))
    return match.start(group), (match[group].split() or [""])[0]


def _whole(match: re.Match[str]) -> tuple[int, str]:
    rest = _REST.match(match.string, match.end())
    return match.start(), match[0] + (rest[0].rstrip(".") if rest else "")


@cache
def _shapes(mark: str) -> tuple[_Shape, ...]:
    """The shapes of what begins with a mark. This is where the library is imported."""
    if mark in _ALSO:
        kind, pattern = _ALSO[mark]
        return ((kind, pattern, "value" in pattern.groupindex),)
    name = next(name for name, marks in _DETECTORS.items() if mark in marks)
    module, _, title = name.partition(".")
    detector = getattr(import_module(f"detect_secrets.plugins.{module}"), title)
    grouped = module in _GROUPED
    return tuple(
        (detector.secret_type, pattern, grouped and pattern.groups > 0)
        for pattern in detector.denylist
    )


def _given(line: str) -> Iterator[_Span]:
    """Where a password, key or token is given its value."""
    for match in _GIVEN.finditer(line):
        is_password = "pass" in match["name"].lower() or match["name"].lower() == "pwd"
        value = match["value"].rstrip(".]*_")
        if _is_secret(value, 6 if is_password else 16):
            yield match.start("value"), "password" if is_password else "key or token", value


def _is_secret(value: str, least: int) -> bool:
    """Whether a value is as nobody names a thing: long enough, letters and digits mixed."""
    mixed = any(map(str.isdigit, value)) and any(map(str.isalpha, value))
    if len(value) < least or not mixed or len(set(value)) < min(8, least):
        return False
    if _PLACEHOLDER.search(value) or _NO_SECRET.match(value):
        return False
    from detect_secrets.filters import heuristic

    return not (heuristic.is_potential_uuid(value) or heuristic.is_sequential_string(value))


def _private_keys(lines: Sequence[str]) -> Iterator[Credential]:
    """Where a private key begins of which more is shown than its first line."""
    for index, line in enumerate(lines):
        if begins := _KEY_BEGINS.search(line):
            texts = tuple(_key_texts(lines, index, begins.end()))
            if any(_KEY_TEXT.search(text) for text in texts):
                yield Credential("private key", index + 1, begins.start() + 1, texts)


def _key_texts(lines: Sequence[str], index: int, after: int) -> Iterator[str]:
    """What stands between the first and the last line of a private key, which may be one line."""
    for number, line in enumerate(lines[index : index + _MOST_KEY_LINES]):
        rest = line[after:] if number == 0 else line
        ends = _KEY_ENDS.search(rest)
        text = (rest[: ends.start()] if ends else rest).strip(" \t>|*#\"'`\\-")
        if text and ": " not in text:  # what stands above the key, such as its cipher
            yield text
        if ends:
            return
