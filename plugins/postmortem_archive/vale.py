"""The wordings of the language rules as a style for Vale: the text of each of its files.

What Vale cannot be told stays with `check`: sections in which words are no finding, whose words
a row of the timeline holds, and which items are action items.
"""

import json
from collections.abc import Iterator, Sequence

from postmortem_archive.model.language import Language, Phrase, Vocabulary, Wording

STYLE = "Postmortem"
# In each file's first line: what has it was written by us, and may be written anew.
MADE = "# Made by `postmortem vale`; write your own words into _language.yml."

# The rules whose wordings may stand anywhere in a text, and how their files are called.
RULES = {
    "blame": "Blame",
    "counterfactual": "Counterfactual",
    "human-error": "HumanError",
    "animated-word": "AnimatedWord",
}


def settings(styles: str) -> str:
    """The lines of .vale.ini that use the style and leave others' words alone."""
    return (
        f"StylesPath = {styles}\n"
        "MinAlertLevel = suggestion\n"
        "SkippedScopes = script, style, pre, figure, blockquote\n"
        "\n"
        "[*.md]\n"
        f"BasedOnStyles = {STYLE}\n"
        'TokenIgnores = ("[^"\\n]+"), (“[^”\\n]+”), («[^»\\n]+»)\n'
    )


def style(language: Language, off: Sequence[str] = ()) -> dict[str, str]:
    """The style's files by name, one for each wording of the rules that are not off."""
    return {
        f"{name}{number}.yml": _file(wording, phrases, language)
        for rule, name in RULES.items()
        if rule not in off
        for number, (wording, phrases) in enumerate(_wordings(language.phrases.get(rule, ())), 1)
    }


def _wordings(phrases: Sequence[Phrase]) -> Iterator[tuple[Wording, list[Phrase]]]:
    """The wordings, each with its texts, which stand one after another."""
    of_one: list[Phrase] = []
    for phrase in phrases:
        if of_one and phrase.wording is not of_one[0].wording:
            yield of_one[0].wording, of_one
            of_one = []
        of_one.append(phrase)
    if of_one:
        yield of_one[0].wording, of_one


def _file(wording: Wording, phrases: list[Phrase], language: Language) -> str:
    vocabulary: Vocabulary = phrases[0].vocabulary
    excused = [vocabulary.pattern((text,)).pattern for text in wording.unless]
    if language.allowed:
        excused.append(language.allowed.pattern)
    found = [vocabulary.pattern((phrase.text,)).pattern for phrase in phrases]
    lines = [
        MADE,
        "extends: existence",
        f"message: {_quoted(_message(wording))}",
        "level: error",
        "ignorecase: true",
        "nonword: true",
        "tokens:",
        # Vale excuses by what it found alone, so it is let find the longer words, and these first.
        *(f"  - {_quoted(pattern)}" for pattern in (*excused, *found)),
    ]
    if excused:
        # Its exceptions heed the case, whatever the rule says.
        lines += ["exceptions:", *(f"  - {_quoted(f'(?i:{pattern})')}" for pattern in excused)]
    return "\n".join([*lines, ""])


def _message(wording: Wording) -> str:
    """A percent sign would ask Vale for one more text."""
    return f"'%s': {' '.join(wording.say.replace('%', ' percent').split())}"


def _quoted(text: str) -> str:
    """A text as YAML, of which JSON is a part."""
    return json.dumps(text, ensure_ascii=False)
