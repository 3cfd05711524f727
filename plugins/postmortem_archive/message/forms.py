"""A message as text, Markdown, Slack's mrkdwn and HTML. Nothing in its texts becomes markup."""

import re
from collections.abc import Callable, Iterator
from html import escape

from postmortem_archive.message.parts import Line, Linked, Message

# What may be markup in the middle of a line; between letters an underscore is no emphasis.
_MARKUP = re.compile(r"[\\`*<|~\[\]]|&(?=[#\w])|(?<![^\W_])_|_(?![^\W_])")
# At the beginning of a line also these begin something.
_BEGINS = re.compile(r"(?:[#>+=-]|[0-9]{1,9}(?=[.)]))")
# Whom Slack would wake; a word joiner after the @ leaves the text to be read and calls nobody.
_CALLS = re.compile(r"@(?=(?:channel|here|everyone|group)\b)", re.IGNORECASE)
_STYLE = "font-family: sans-serif; line-height: 1.5; max-width: 45em"


def _one_line(text: str) -> str:
    """A text on one line, without what would command a terminal."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def as_text(message: Message) -> str:
    """Plain text; an address stands in brackets behind what leads to it."""
    return _laid_out(message, _one_line, _one_line, _text_link, "- ")


def _text_link(link: Linked) -> str:
    text = _one_line(link.text)
    return text if text == link.address else f"{text} ({link.address})"


def as_markdown(message: Message) -> str:
    """Markdown as on GitHub."""

    def bold(text: str) -> str:
        return f"**{_in_markdown(text)}**"

    def link(one: Linked) -> str:
        return f"[{_in_markdown(one.text)}](<{one.address}>)"

    return _laid_out(message, _in_markdown, bold, link, "- ")


def _in_markdown(text: str) -> str:
    return _MARKUP.sub(r"\\\g<0>", _one_line(text))


def as_slack(message: Message) -> str:
    """Slack's mrkdwn, for the field `text` of a message."""

    def bold(text: str) -> str:
        return f"*{_in_slack(text).replace('*', '∗')}*"

    def link(one: Linked) -> str:
        address = _in_slack(one.address).replace("|", "%7C")
        # What is no whole address is no link to Slack.
        is_whole = one.address.startswith(("https://", "http://"))
        return f"<{address}|{_in_slack(one.text)}>" if is_whole else _in_slack(_text_link(one))

    return _laid_out(message, _in_slack, bold, link, "• ")


def _in_slack(text: str) -> str:
    plain = escape(_one_line(text), quote=False)
    return _CALLS.sub("@\N{WORD JOINER}", plain)


def as_html(message: Message) -> str:
    """A small page of HTML that needs nothing else, for a mail."""
    title = escape(_one_line(message.title))
    return "\n".join([
        '<!doctype html>\n<html lang="en">',
        f'<head><meta charset="utf-8"><title>{title}</title></head>',
        f'<body style="{_STYLE}">\n<h1>{title}</h1>',
        *_html_parts(message),
        "</body>\n</html>\n",
    ])  # fmt: skip


def _html_parts(message: Message) -> Iterator[str]:
    for part in message.parts:
        if part.heading:
            yield f"<h2>{escape(_one_line(part.heading))}</h2>"
        yield from (f"<p>{_html_line(line)}</p>" for line in part.lines)
        if part.items:
            yield from ("<ul>", *(f"<li>{_html_line(item)}</li>" for item in part.items), "</ul>")


def _html_line(line: Line) -> str:
    return "".join(
        f'<a href="{escape(piece.address)}">{escape(_one_line(piece.text))}</a>'
        if isinstance(piece, Linked)
        else _spaced(piece, lambda text: escape(_one_line(text)))
        for piece in line
    )


def _laid_out(
    message: Message,
    write: Callable[[str], str],
    head: Callable[[str], str],
    link: Callable[[Linked], str],
    bullet: str,
) -> str:
    """The blocks of a message, a blank line between them."""

    def line(pieces: Line) -> str:
        return "".join(
            link(piece) if isinstance(piece, Linked) else _spaced(piece, write) for piece in pieces
        ).strip()

    blocks = [head(message.title)]
    begun = _unbegun if write is _in_markdown else str
    for part in message.parts:
        blocks += [head(part.heading)] if part.heading else []
        blocks += [begun(line(pieces)) for pieces in part.lines]
        items = "\n".join(f"{bullet}{begun(line(pieces))}" for pieces in part.items)
        blocks += [items] if items else []
    return "\n\n".join(blocks) + "\n"


def _spaced(text: str, write: Callable[[str], str]) -> str:
    """A piece of a line, with the blanks that part it from its neighbours."""
    before, after = text[:1] == " ", text[-1:] == " "
    return f"{' ' if before else ''}{write(text)}{' ' if after else ''}"


def _unbegun(line: str) -> str:
    """A line of Markdown that begins neither a heading nor a list."""
    match = _BEGINS.match(line)
    if not match:
        return line
    at = match.end() if match[0].isdigit() else 0
    return f"{line[:at]}\\{line[at:]}"


FORMS: dict[str, Callable[[Message], str]] = {
    "text": as_text,
    "markdown": as_markdown,
    "slack": as_slack,
    "html": as_html,
}
