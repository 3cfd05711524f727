"""`postmortem export --json`: what an archive holds, as data, and what an import brought."""

import json
from pathlib import Path

from postmortem_archive.export import as_data
from postmortem_archive.importers import import_files
from postmortem_archive.importers.layout import Wishes
from postmortem_archive.load import load
from tests.helpers import PATH, POSTMORTEM, ROOT, archive_of, make, with_field
from tests.test_commands import postmortem


def test_everything_that_was_read_is_there(tmp_path: Path) -> None:
    text = with_field("impact: {revenue: ~15000 USD}\ntime_to_detect: 5 min")
    (one,) = as_data(archive_of(tmp_path, {PATH: text}))["postmortems"]
    assert one["id"] == "2026-02-15-orders-stuck"
    assert one["path"] == PATH
    assert one["date"] == "2026-02-15"
    front = one["front_matter"]
    assert front["started"] == "2026-02-15T14:23:00Z"
    assert front["time_to_detect"] == "PT5M"
    assert front["impact"] == {"revenue": {"value": 15000, "unit": "USD", "estimate": True}}
    assert one["minutes"]["detect"] == {"value": 2, "stated": False}
    assert one["minutes"]["recover"] == {"value": 45, "stated": False}
    assert one["timeline"][0]["start"] == "2026-02-15T14:23:00+00:00"
    assert one["timeline"][0]["text"] == "The connection pool is full"
    assert one["actions"][0]["owner"] == "platform"
    assert one["actions"][0]["due"] == "2026-02-22"
    assert one["body"].strip() == POSTMORTEM.split("---\n", 2)[2].strip()


def test_restricted_postmortems_and_credentials_stay_here(tmp_path: Path) -> None:
    secret = "ghp_" + "a1B2" * 9
    hidden = with_field("title: Board matters\nvisibility: restricted")
    shown = POSTMORTEM.replace("Watch every pool.", f"Watch every pool. {secret}")
    make(tmp_path, {PATH: shown, "2026/2026-02-16-hidden.md": hidden})
    run = postmortem("export", "--json", cwd=tmp_path)
    assert run.returncode == 0
    assert "Board" not in run.stdout
    assert "hidden" not in run.stdout
    assert secret[4:] not in run.stdout
    assert run.stderr == "1 restricted postmortem left out.\n"
    assert [p["id"] for p in json.loads(run.stdout)["postmortems"]] == ["2026-02-15-orders-stuck"]


def test_the_form_has_to_be_said(tmp_path: Path) -> None:
    make(tmp_path, {PATH: POSTMORTEM})
    run = postmortem("export", cwd=tmp_path)
    assert run.returncode == 2
    assert "--json" in run.stderr


def test_the_shipped_archive_is_exported_whole() -> None:
    archive = load(ROOT / "postmortems")
    data = as_data(archive)
    assert [p["id"] for p in data["postmortems"]] == [p.id for p in archive.postmortems]
    assert json.loads(json.dumps(data)) == data


SOURCES = {
    "2024-05-06.md": (
        "# Checkout answers 503\n\n"
        "**Date:** 2024-05-06 | **Severity:** SEV-1 | **Authors:** checkout team\n\n"
        "**Start:** 2024-05-06 10:02 UTC\n**Resolved:** 2024-05-06 11:10 UTC\n\n"
        "## Summary\n\nThe database had no connection left.\n"
    ),
    "2025-02-03.md": (
        "# Sign-in is slow\n\n**Date:** 2025-02-03\n**Severity:** SEV-2\n"
        "**Time to detect:** 25 minutes\n\n## Summary\n\nA query had lost its index.\n"
    ),
}


def test_what_was_imported_is_exported_as_the_source_has_it(tmp_path: Path) -> None:
    source = tmp_path / "old"
    source.mkdir()
    for name, text in SOURCES.items():
        (source / name).write_text(text, encoding="utf-8")
    import_files([source], tmp_path / "postmortems", Wishes())
    slow, down = as_data(load(tmp_path / "postmortems"))["postmortems"]
    assert (down["title"], down["date"]) == ("Checkout answers 503", "2024-05-06")
    assert down["front_matter"]["severity"] == "SEV-1"
    assert down["front_matter"]["authors"] == ["checkout team"]
    assert down["front_matter"]["started"] == "2024-05-06T10:02:00Z"
    assert down["minutes"]["recover"] == {"value": 68, "stated": False}
    assert down["body"].strip() == "## Summary\n\nThe database had no connection left."
    assert (slow["title"], slow["date"]) == ("Sign-in is slow", "2025-02-03")
    assert slow["front_matter"]["time_to_detect"] == "PT25M"
    assert slow["minutes"] == {"detect": {"value": 25, "stated": True}}
    assert slow["body"].strip() == "## Summary\n\nA query had lost its index."
