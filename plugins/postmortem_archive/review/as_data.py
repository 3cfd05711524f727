"""The review as data; the keys and what they mean are declared in `keys`."""

from typing import Any

from postmortem_archive.model.finding import Finding
from postmortem_archive.resemblance.columns import data_of as resemblance_data
from postmortem_archive.review.composing import Alike, Review, Reviewed
from postmortem_archive.review.spans import Span
from postmortem_archive.review.verdict import verdict_lines
from postmortem_archive.rubric import Rubric

# Counted up whenever a key changes its meaning or goes; new ones may come at any time.
VERSION = 1


def data_of(review: Review) -> dict[str, Any]:
    """Values that JSON has: days and moments in ISO 8601; see `keys.KEYS`."""
    prefix = review.changes.prefix
    return {
        "version": VERSION,
        "base": review.base,
        "today": review.today.isoformat(),
        "folder": prefix,
        "compared": review.compared,
        "accepted": review.accepted,
        "postmortems": [_reviewed(each) for each in review.postmortems],
        "settings": [
            {"path": path, "findings": [_finding(f) for f in review.settings if f.path == path]}
            for path in review.others
        ],
        "gone": [
            {
                "path": each.path,
                "now": each.now or None,
                "leads": each.leads,
                "named_by": list(each.named_by),
            }
            for each in review.gone
        ],
    }


def _reviewed(each: Reviewed) -> dict[str, Any]:
    one = each.postmortem
    hidden = one.restricted
    return {
        "path": one.path,
        "change": each.change,
        "before": each.before or None,
        "restricted": hidden,
        "id": one.id,
        "title": None if hidden else one.title,
        "date": one.day.isoformat() if one.day and not hidden else None,
        "status": None if hidden else one.status,
        "kind": None if hidden else one.front.kind,
        "severity": None if hidden else one.front.severity,
        "durations": [_span(span) for span in each.spans],
        "findings": [_finding(finding, hidden) for finding in each.findings],
        "resemblances": None if each.alike is None else [_alike(one, each) for one in each.alike],
        "set_aside": [resemblance.other.id for resemblance in each.aside],
        "rubric": _rubric(each.rubric) if each.rubric else None,
    }


def _span(span: Span) -> dict[str, Any]:
    return {
        "measure": span.key,
        "minutes": None if span.length is None else span.length.total_seconds() / 60,
        "stated": span.stated,
        "from": span.start.isoformat() if span.start else None,
        "to": span.end.isoformat() if span.end else None,
        "why_not": span.why or None,
    }


def _finding(finding: Finding, hidden: bool = False) -> dict[str, Any]:
    return {
        "line": finding.line,
        "column": finding.column,
        "rule": finding.rule,
        "message": None if hidden else finding.message,
        "level": finding.level,
    }


def _alike(one: Alike, each: Reviewed) -> dict[str, Any]:
    found = one.resemblance
    lines = verdict_lines(each.postmortem, found.other) if one.is_open else ()
    return {**resemblance_data(found, one.undone), "answers": list(lines)}


def _rubric(rubric: Rubric) -> dict[str, Any]:
    lines = list(rubric.lines)
    return {
        "items": len(lines),
        "ticked": sum(line.state == "good" for line in lines),
        "left": [
            {
                "theme": part.title,
                "item": line.item.text,
                "state": line.state,
                "rules": list(dict.fromkeys(finding.rule for finding in line.findings)),
                "not_checked": line.unchecked or None,
            }
            for part in rubric.parts
            for line in part.lines
            if line.state != "good"
        ],
    }
