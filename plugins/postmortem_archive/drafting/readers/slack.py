"""Reads a channel of a Slack export: a JSON list of messages, one file a day.

A message has `ts` (seconds since 1970, as text), `user` or, for bots, `username`, `text`, and often
`user_profile` with the names. In the text, `<@U1>` names a user, `<https://…|words>` is a link, and
`&`, `<` and `>` are written as in HTML.
"""

import html
import re
from datetime import UTC, datetime
from typing import Any

from postmortem_archive.drafting.notes import Note, Notes, Unclear
from postmortem_archive.drafting.readers.exported import Lines, first, records, value

FORM = "Slack export"

_MARKED = re.compile(r"<([@#!]?)([^<>|]{1,2000})(?:\|([^<>]{0,2000}))?>")
_SECONDS = re.compile(r"[0-9]{9,10}(?:\.[0-9]{1,9})?")


def recognises(data: Any) -> bool:
    found = records(data, "messages")
    return any("ts" in each and ("text" in each or "user" in each) for each in found)


def read(data: Any, written: str) -> Notes:
    messages = records(data, "messages")
    people = _people(messages)
    lines, notes, unclear = Lines(written), [], []
    for message in messages:
        line = lines.of(value(message, "ts"))
        moment = _moment(value(message, "ts"))
        text = _text(message, people)
        if moment is None:
            unclear.append(Unclear(line, 'a message has no time in "ts"'))
        if text:
            notes.append(_note(message, people, line, text, moment))
    ordered = sorted(notes, key=lambda note: note.moment or datetime.max.replace(tzinfo=UTC))
    every = tuple(written.split("\n"))
    return Notes(FORM, tuple(ordered), tuple(people.values()), tuple(unclear), every)


def _note(
    message: dict[str, Any],
    people: dict[str, tuple[str, ...]],
    line: int,
    text: str,
    moment: datetime | None,
) -> Note:
    names = people.get(value(message, "user"), ())
    bot = first(value(message, *path) for path in (("username",), ("bot_profile", "name")))
    actor = names[0] if names else bot
    topic = "timeline" if moment else ""
    return Note(line, text, topic, moment=moment, actor=actor, source="Slack")


def _people(messages: list[dict[str, Any]]) -> dict[str, tuple[str, ...]]:
    """The names of each user by id; one whom nothing names has the id alone."""
    people: dict[str, tuple[str, ...]] = {}
    for message in messages:
        user = value(message, "user")
        profile = message.get("user_profile")
        keys = ("real_name", "display_name", "name", "first_name")
        names = [name for name in (value(profile, key) for key in keys) if name]
        if user and not message.get("bot_id") and len(names) >= len(people.get(user, ())):
            people[user] = tuple(dict.fromkeys([*names, user]))
        for kind, who, name in _MARKED.findall(str(message.get("text") or "")[:20_000]):
            if kind == "@":
                people.setdefault(who, tuple(filter(None, (name, who))))
    return people


def _moment(written: str) -> datetime | None:
    if not _SECONDS.fullmatch(written):
        return None
    return datetime.fromtimestamp(int(written.partition(".")[0]), UTC)


def _text(message: dict[str, Any], people: dict[str, tuple[str, ...]]) -> str:
    """What a message says, with what a bot attached to it."""
    said = [value(message, "text")]
    for attached in records(message.get("attachments")):
        said += [value(attached, key) for key in ("title", "text")]
        said += [] if any(said) else [value(attached, "fallback")]

    said += [value(file, "name") for file in records(message.get("files"))]

    def plain(match: re.Match[str]) -> str:
        kind, target, words = match[1], match[2], match[3]
        if kind == "@":
            return people.get(target, (target,))[0]
        if kind:
            return f"{kind.replace('!', '@')}{words or target}".replace("@@", "@")
        return f"{words} ({target})" if words and words != target else target

    parts = dict.fromkeys(html.unescape(_MARKED.sub(plain, part)) for part in said if part)
    return " ".join(" — ".join(parts).split())
