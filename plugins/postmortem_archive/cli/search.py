"""`postmortem search`: finds postmortems by what is written in them."""

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from postmortem_archive.cli.editor import editor, open_at
from postmortem_archive.cli.options import (
    archive_folder,
    archive_option,
    printable,
    shown,
    today_option,
)
from postmortem_archive.cli.progress import Progress
from postmortem_archive.message import counted

if TYPE_CHECKING:
    from postmortem_archive.search import Answer, Hit, Passage

COLUMNS = (
    *("id", "title", "date", "severity", "status", "kind", "services", "causes", "tags"),
    *("minutes_to_recover", "path", "score"),
)


@click.command()
@click.argument("query", nargs=-1, required=True)
@click.option(
    "--limit", type=click.IntRange(1), default=10, show_default=True, help="At most so many hits."
)
@click.option(
    "--facets", is_flag=True, help="Count all hits by severity, service, tag, cause and year too."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json", "csv", "paths")),
    default="text",
    show_default=True,
    help="text for people, json and csv for programs, paths for xargs and editors.",
)
@click.option(
    "--open",
    "opens",
    is_flag=True,
    help="Open the first hit in your editor ($VISUAL, $EDITOR), at its best passage.",
)
@today_option
@archive_option
def search(
    query: tuple[str, ...],
    limit: int,
    facets: bool,
    form: str,
    opens: bool,
    today: date,
    folder: Path | None,
) -> int:
    """Find postmortems by what is written in them.

    Any word may match; more and rarer words rank higher. "Phrases" and fields narrow:
    service:checkout, severity:SEV-1, since:2025-03, recover:>2h, title:pool. The index is
    kept in your cache folder and brought up to date on each call. A query that begins with a
    hyphen stands after --. Exit status 1 if nothing is found.
    """
    from postmortem_archive.search import search_archive

    if opens and form != "text":
        raise click.UsageError(f"--open is for people, --format {form} is not: take one of them.")
    chosen = editor() if opens else []
    root = archive_folder(folder)
    with Progress() as progress:
        progress.say(f"Searching {root}")

        def say(done: int, of: int) -> None:
            progress.say(f"Indexed {done:,} of {counted(of, 'postmortem')}")

        answer = search_archive(root, " ".join(query), today, limit, say)
    if answer.notice:
        click.echo(answer.notice, err=True)
    if form == "json":
        click.echo(json.dumps(_data(answer, root, facets), indent=2, ensure_ascii=False))
    elif form == "csv":
        from postmortem_archive.spreadsheet import as_csv

        click.echo(as_csv(COLUMNS, [_row(hit, root) for hit in answer.hits]), nl=False)
    elif form == "paths":
        for hit in answer.hits:
            click.echo(shown(hit.card["path"], root))
    else:
        click.echo(_text(answer, root, facets))
    if not answer.hits and form != "text":
        for line in _nothing(answer):
            click.echo(line, err=True)
    if opens and answer.hits:
        _open(answer.hits[0], root, chosen)
    return 0 if answer.hits else 1


def _open(hit: "Hit", root: Path, words: list[str]) -> None:
    from postmortem_archive.search.place import line_of

    path = root.absolute() / hit.card["path"]
    # What was listed stays above the editor.
    sys.stdout.flush()
    open_at(words, path, line_of(hit.passages, path.read_text("utf-8", "replace")))


def _row(hit: "Hit", root: Path) -> dict[str, Any]:
    return {**hit.card, "path": shown(hit.card["path"], root), "score": hit.score}


def _data(answer: "Answer", root: Path, facets: bool) -> dict[str, Any]:
    hits = []
    for hit in answer.hits:
        passages = [
            {"heading": one.heading, "text": one.text, "marks": [list(m) for m in one.marks]}
            for one in hit.passages
        ]
        hits.append({**_row(hit, root), "why": list(hit.why), "passages": passages})
    found: dict[str, Any] = {"count": answer.count, "hits": hits}
    if facets:
        found["facets"] = {name: dict(values) for name, values in answer.facets.items()}
    if not answer.count:
        found["spelling"] = answer.spelling
        found["broader"] = answer.broader[0] if answer.broader else None
    return found


def _text(answer: "Answer", root: Path, facets: bool) -> str:
    if not answer.hits:
        return "\n".join(_nothing(answer))
    blocks = ["\n".join(_hit_lines(hit, root)) for hit in answer.hits]
    if facets:
        blocks.append("\n".join(_facet_lines(answer)))
    most = f", the best {len(answer.hits)} shown" if len(answer.hits) < answer.count else ""
    blocks.append(f"{counted(answer.count, 'postmortem')} found{most}.")
    respelled = _respelled(answer)
    return "\n\n".join([*blocks, *([respelled] if respelled else [])])


def _hit_lines(hit: "Hit", root: Path) -> list[str]:
    card = hit.card
    status = "" if card["status"] == "final" else f" ({card['status']})"
    facts = [card["date"] or "no date", card["severity"] or "no severity", _span(card)]
    lines = [
        click.style(printable(card["title"]), bold=True) + status,
        "  " + printable(" · ".join([*facts, ", ".join(card["services"]) or "no service"])),
        "  " + printable(shown(card["path"], root)),
    ]
    if len(hit.why) > 0:
        lines.append(f"  has: {printable(', '.join(hit.why))}")
    return [*lines, *(f"    {_passage(one)}" for one in hit.passages)]


def _span(card: dict[str, Any]) -> str:
    from datetime import timedelta

    from postmortem_archive import times

    minutes = card["minutes_to_recover"]
    return "no duration" if minutes is None else times.words(timedelta(minutes=minutes))


def _passage(passage: "Passage") -> str:
    """The heading and the text; what was found is in colour, or between * where there is none."""
    plain = not sys.stdout.isatty()
    text, last = "", 0
    for start, end in passage.marks:
        word = printable(passage.text[start:end])
        text += printable(passage.text[last:start])
        text += f"*{word}*" if plain else click.style(word, fg="yellow", bold=True)
        last = end
    heading = f"{printable(passage.heading)}: " if passage.heading else ""
    return heading + text + printable(passage.text[last:])


def _facet_lines(answer: "Answer") -> list[str]:
    return [
        f"{name}: {printable(', '.join(f'{value} {count}' for value, count in values[:12]))}"
        for name, values in answer.facets.items()
        if values
    ]


def _nothing(answer: "Answer") -> list[str]:
    lines = ["No postmortem fits."]
    if answer.broader:
        query, count = answer.broader
        lines.append(f"{counted(count, 'postmortem')} found by: {printable(query)}")
    respelled = _respelled(answer)
    return [*lines, respelled] if respelled else lines


def _respelled(answer: "Answer") -> str:
    pairs = (f'"{new}" for "{printable(old)}"' for old, new in answer.spelling.items())
    return f"Did you mean {', '.join(pairs)}?" if answer.spelling else ""
