"""What the language rules look for: the shipped wordings, and those the archive adds."""

from functools import cache
from importlib.resources import files
from pathlib import Path

from postmortem_archive.load.front_matter import read_declared, to_problems
from postmortem_archive.load.source import Source, decode
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.language import (
    Language,
    LanguageFile,
    Vocabulary,
    language_of,
    language_problems,
)

LANGUAGE_FILE = "_language.yml"


@cache  # the same for every archive, and half the time it takes to read a small one
def shipped_language() -> LanguageFile:
    """The wordings that come with the product."""
    text = files("postmortem_archive").joinpath("language.yml").read_text(encoding="utf-8")
    return read_declared(LanguageFile, text, 1)[0]


def read_language(folder: Path) -> tuple[Language, Source, tuple[Problem, ...]]:
    """The shipped wordings with those of the folder's own file, and what is wrong with it."""
    path = folder / LANGUAGE_FILE
    source = decode(path.read_bytes() if path.is_file() else b"")
    own, places, problems = read_declared(LanguageFile, source.text, 1)
    shipped = shipped_language()
    defects = list(language_problems(own, Vocabulary(shipped, own)))
    problems = [*source.problems, *problems, *to_problems(defects, places, {})]
    files_read = (shipped,) if defects else (shipped, own)
    return language_of(*files_read), source, tuple(problems)
