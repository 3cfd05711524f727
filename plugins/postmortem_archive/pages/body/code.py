"""Code blocks in Material's frame, coloured where that is known to be quick. Pygments' door."""

import re
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pygments.formatters.html import HtmlFormatter
    from pygments.lexer import Lexer

# Lexers are regular expressions over untrusted text, and many backtrack: 20 kB of blank lines
# keep Python's busy for seconds. These were tried on 278 hostile texts each, of 6,000 characters
# in lines of 300: the slowest needs 1.3 s (java), three quarters of them less than 0.15 s.
# Left out for cause: C#, Scala, Objective-C, Groovy, reStructuredText, Markdown, systemd units.
_STEADY = frozenset({
    "apacheconf", "awk", "bash", "batch", "c", "clojure", "console", "cpp", "css", "cypher",
    "dart", "diff", "docker", "elixir", "erlang", "fsharp", "go", "graphql", "haskell", "html",
    "http", "ini", "java", "javascript", "jinja", "json", "json5", "jsonnet", "jsx", "julia",
    "kotlin", "kql", "lua", "make", "mysql", "nginx", "nixos", "ocaml", "perl", "php", "plpgsql",
    "postgresql", "powershell", "promql", "properties", "protobuf", "psql", "puppet", "pycon",
    "pytb", "python", "r", "ruby", "rust", "scss", "sql", "sqlite3", "swift", "terraform", "toml",
    "tsx", "typescript", "vim", "xml", "yaml", "yaml+jinja",
})  # fmt: skip
_LONGEST_LINE = 300
_LONGEST_BLOCK = 6_000
_MOST_IN_A_TEXT = 24_000

_LANGUAGE = re.compile(r"[\w+#.\-]+", re.ASCII)


def language_of(info: str) -> str:
    """The language that a fence's info string names: its first word, in small letters."""
    word = _LANGUAGE.match(info.strip())
    return word[0].lower() if word else ""


def diagram(code: str) -> str:
    """A diagram's source, in the frame that Material's script draws from."""
    return f'<pre class="mermaid"><code>{escape(code, quote=False)}</code></pre>\n'


class CodeBlocks:
    """Writes the code blocks of one text, and stops colouring when it has coloured enough."""

    def __init__(self) -> None:
        self._left = _MOST_IN_A_TEXT

    def write(self, language: str, code: str) -> str:
        """A block in the frame that gets Material's colours and its copy button."""
        frame = f'<div class="language-{language or "text"} highlight">'
        shown = self._coloured(language, code) or escape(code, quote=False)
        return f"{frame}<pre><span></span><code>{shown}</code></pre></div>\n"

    def _coloured(self, language: str, code: str) -> str:
        too_long = len(code) > min(_LONGEST_BLOCK, self._left)
        if too_long or max(map(len, code.split("\n"))) > _LONGEST_LINE:
            return ""
        lexer = _lexer(language)
        if lexer is None:
            return ""
        self._left -= len(code)
        return _colour(code, lexer)


def _colour(code: str, lexer: "Lexer") -> str:
    # Only a text with code needs Pygments, and it takes 40 ms to import.
    from pygments import highlight

    coloured: str = highlight(code, lexer, _formatter())
    return coloured


@lru_cache(maxsize=256)
def _lexer(language: str) -> "Lexer | None":
    from pygments.lexers import find_lexer_class_by_name
    from pygments.util import ClassNotFound

    try:
        lexer = find_lexer_class_by_name(language)
    except ClassNotFound:
        return None
    steady = any(alias in _STEADY for alias in lexer.aliases)
    return lexer(stripnl=False, ensurenl=False) if steady else None


@lru_cache(maxsize=1)
def _formatter() -> "HtmlFormatter[str]":
    from pygments.formatters.html import HtmlFormatter

    return HtmlFormatter(nowrap=True)
