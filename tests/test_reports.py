"""The formats of `check` that other programs read: SARIF, GitLab, JUnit, GitHub annotations."""

import io
import json
import re
import time
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from postmortem_archive.cli.progress import Progress
from postmortem_archive.rules import BY_ID
from tests.helpers import PATH, POSTMORTEM, ROOT, make, with_field
from tests.test_commands import BROKEN, clean, postmortem

# What the schema of SARIF 2.1.0 allows in the objects that we write, which refuses all else;
# the required ones first, up to the bar.
SARIF = {
    "log": "version runs | $schema",
    "run": "tool | results columnKind",
    "tool": "driver |",
    "driver": "name | version rules",
    "rule": "id | shortDescription fullDescription help defaultConfiguration properties",
    "text": "text | markdown",
    "result": "message | ruleId ruleIndex level locations partialFingerprints fixes",
    "fix": "artifactChanges | description",
    "change": "artifactLocation replacements |",
    "replacement": "deletedRegion | insertedContent",
    "content": "| text",
    "location": "| physicalLocation",
    "physical": "artifactLocation | region",
    "artifact": "uri | uriBaseId",
    "region": "| startLine startColumn endLine endColumn",
}


def of(kind: str, value: Any) -> Any:
    """The object, if it has the properties that the schema wants, and no others."""
    required, allowed = (set(part.split()) for part in SARIF[kind].split("|"))
    assert required <= set(value) <= required | allowed, kind
    return value


def report(form: str, *arguments: str | Path, cwd: Path = ROOT, status: int = 1) -> str:
    return clean(postmortem("check", "--format", form, *arguments, cwd=cwd), status)


def sarif_results(text: str) -> list[dict[str, Any]]:
    """The results of a SARIF log that keeps the constraints of the schema."""
    log = of("log", json.loads(text))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    of("run", run)
    assert run["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints")
    rules = of("driver", of("tool", run["tool"])["driver"])["rules"]
    assert [rule["id"] for rule in rules] == list(BY_ID)
    for rule in rules:
        of("rule", rule)
        for name in ("shortDescription", "fullDescription", "help"):
            assert of("text", rule[name])["text"]
        assert rule["defaultConfiguration"] == {"level": "error"}
    for result in run["results"]:
        check_result(of("result", result), rules)
    return list(run["results"])


def check_result(result: dict[str, Any], rules: list[dict[str, Any]]) -> None:
    assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert result["level"] in ("none", "note", "warning", "error")
    assert of("text", result["message"])["text"]
    (location,) = result["locations"]
    physical = of("physical", of("location", location)["physicalLocation"])
    uri = of("artifact", physical["artifactLocation"])["uri"]
    assert re.fullmatch(r"(file:///)?[\w.~/%-]+", uri), uri
    region = of("region", physical["region"])
    assert all(isinstance(number, int) and number >= 1 for number in region.values())
    assert all(isinstance(name, str) for name in result["partialFingerprints"].values())
    for fix in result.get("fixes", []):
        check_fix(of("fix", fix), physical["artifactLocation"])


def check_fix(fix: dict[str, Any], artifact: dict[str, str]) -> None:
    assert of("text", fix["description"])["text"]
    (change,) = fix["artifactChanges"]
    assert of("change", change)["artifactLocation"] == artifact
    (replacement,) = change["replacements"]
    region = of("region", of("replacement", replacement)["deletedRegion"])
    start, end = ((region[f"{edge}Line"], region[f"{edge}Column"]) for edge in ("start", "end"))
    assert start <= end
    assert isinstance(of("content", replacement["insertedContent"])["text"], str)


def fingerprints(text: str) -> list[str]:
    return [r["partialFingerprints"]["primaryLocationLineHash"] for r in sarif_results(text)]


def test_sarif_has_the_same_findings_as_json() -> None:
    arguments = ("--archive", BROKEN / "postmortems")
    results = sarif_results(report("sarif", *arguments))
    rows = json.loads(report("json", *arguments))
    assert len(results) == len(rows)
    for result, row in zip(results, rows, strict=True):
        place = result["locations"][0]["physicalLocation"]
        assert unquote(place["artifactLocation"]["uri"]) == row["path"]
        assert place["region"] == {"startLine": row["line"], "startColumn": row["column"]}
        assert (result["ruleId"], result["level"]) == (row["rule"], row["level"])
        assert [fixed(fix) for fix in result.get("fixes", [])] == (
            [row["edit"]] * bool(row["edit"])
        )
        assert result["message"]["text"].replace("\\", "") == row["message"].replace("\\", "")


def fixed(fix: dict[str, Any]) -> dict[str, Any]:
    """A fix of SARIF as the edit that JSON has."""
    (replacement,) = fix["artifactChanges"][0]["replacements"]
    region = replacement["deletedRegion"]
    return {
        "start": {"line": region["startLine"], "column": region["startColumn"]},
        "end": {"line": region["endLine"], "column": region["endColumn"]},
        "text": replacement["insertedContent"]["text"],
    }


def test_no_two_findings_have_one_fingerprint() -> None:
    names = fingerprints(report("sarif", "--archive", BROKEN / "postmortems"))
    assert len(set(names)) == len(names) > 50


def test_sarif_of_nothing_wrong_has_an_empty_list_of_results() -> None:
    assert sarif_results(report("sarif", status=0)) == []


TWICE = with_field("tags: [databse]\ncauses: [x]").replace(
    "| P0 | platform | 2026-02-22 | open |\n",
    "| P0 | | 2026-02-22 | open |\n" + "| Renew the certificate | P0 | | 2026-02-22 | open |\n" * 2,
)


def test_fingerprints_survive_lines_that_move_and_other_findings_that_go(tmp_path: Path) -> None:
    root = make(tmp_path, {PATH: TWICE})
    before = fingerprints(report("sarif", "--archive", root))
    assert len(before) == 5
    moved = TWICE.replace("title:", "# A comment.\n\ntitle:").replace("## Impact", "\n\n## Impact")
    (root / PATH).write_text(moved.replace("tags: [databse]", "tags:   [databse]"), "utf-8")
    assert fingerprints(report("sarif", "--archive", root)) == before
    (root / PATH).write_text(moved.replace("databse", "database"), "utf-8")
    after = fingerprints(report("sarif", "--archive", root))
    assert after == [name for name in before if name in after]
    assert len(after) == 4


def test_fields_that_are_missing_at_one_place_keep_their_own_names(tmp_path: Path) -> None:
    without = re.sub("(?m)^(detection|authors|published): .*\n", "", POSTMORTEM)
    root = make(tmp_path, {PATH: without})
    before = fingerprints(report("sarif", "--archive", root))
    (root / PATH).write_text(without.replace("resolved:", "published: 2026-02-18\nresolved:"))
    after = fingerprints(report("sarif", "--archive", root))
    assert len(before) == 3
    assert after == before[1:]


def test_fingerprints_do_not_depend_on_where_one_stands(tmp_path: Path) -> None:
    root = make(tmp_path, {PATH: TWICE})
    inside = sarif_results(report("sarif", cwd=root / "2026"))
    outside = sarif_results(report("sarif", "--archive", root, cwd=ROOT))
    names = [result["partialFingerprints"] for result in inside]
    assert names == [result["partialFingerprints"] for result in outside]
    uris = [
        results[0]["locations"][0]["physicalLocation"]["artifactLocation"]
        for results in (inside, outside)
    ]
    assert uris[1] == {"uri": (root / PATH).as_uri()}


def test_a_name_with_spaces_is_an_address_and_brackets_are_no_link(tmp_path: Path) -> None:
    text = with_field("tags: ['[free](https://phish.example)']")
    root = make(tmp_path, {"2026/2026-02-15-ünd so & 100 %.md": text})
    (result,) = sarif_results(report("sarif", "--archive", root, cwd=tmp_path))
    place = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place == {
        "uri": "postmortems/2026/2026-02-15-%C3%BCnd%20so%20%26%20100%20%25.md",
        "uriBaseId": "%SRCROOT%",
    }
    assert "\\[free\\](https" in result["message"]["text"]


def test_gitlab_gets_the_keys_that_it_documents() -> None:
    rows = json.loads(report("gitlab", "--archive", BROKEN / "postmortems"))
    names = fingerprints(report("sarif", "--archive", BROKEN / "postmortems"))
    assert [row["fingerprint"] for row in rows] == names
    for row in rows:
        assert row["description"]
        assert row["check_name"] in BY_ID
        assert row["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert not row["location"]["path"].startswith(("/", "./"))
        assert row["location"]["lines"]["begin"] >= 1
    assert json.loads(report("gitlab", status=0)) == []


def test_junit_has_a_case_for_each_postmortem(tmp_path: Path) -> None:
    root = make(
        tmp_path,
        {
            PATH: TWICE,
            "2026/2026-02-15-good.md": with_field("title: Good"),
            "2026/2026-02-15-draft.md": with_field(
                "title: Draft\nstatus: draft\ncauses: ['a\\u0007<&>']"
            ),
        },
    )
    suites = ElementTree.fromstring(report("junit", "--archive", root, cwd=tmp_path))
    (suite,) = suites
    assert (suites.tag, suite.tag) == ("testsuites", "testsuite")
    cases = {case.get("name"): case for case in suite}
    assert set(cases) == {
        "postmortems/archive.yml",
        *(f"postmortems/2026/2026-02-15-{name}.md" for name in ("draft", "good", "orders-stuck")),
    }
    bad = cases[f"postmortems/{PATH}"]
    failures = bad.findall("failure")
    assert [failure.get("message") for failure in failures] == ["5 errors"]
    assert len((failures[0].text or "").splitlines()) == 5
    assert list(cases["postmortems/2026/2026-02-15-good.md"]) == []
    failed = [case for case in suite if case.find("failure") is not None]
    assert suite.get("tests") == str(len(cases))
    assert suite.get("failures") == suites.get("failures") == str(len(failed))


def test_junit_is_xml_whatever_a_postmortem_says(tmp_path: Path) -> None:
    root = make(tmp_path, {PATH: with_field('tags: ["a\\u0007]]><&b"]')})
    suites = ElementTree.fromstring(report("junit", "--archive", root))
    failure = next(suites.iter("failure"))
    assert '"a·]]><&b" is not known' in (failure.text or "")


def test_github_gets_no_more_than_it_shows_and_is_told_how_many_there_are(tmp_path: Path) -> None:
    tags = ", ".join(f"t{number}" for number in range(13))
    root = make(
        tmp_path,
        {
            PATH: with_field(f"tags: [{tags}]"),
            "2026/2026-02-15-draft.md": "---\ntitle: A draft\nstatus: draft\n---\n",
        },
    )
    lines = report("github", "--archive", root, cwd=tmp_path).splitlines()
    assert sum(line.startswith("::error ") for line in lines) == 10
    assert sum(line.startswith("::notice ") for line in lines) == 10
    more = len(json.loads(report("json", "--archive", root))) - 23
    assert lines[-2].startswith(f"3 more errors and {more} more notes not shown")
    assert lines[-1].startswith("13 errors and")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("stream", [Terminal(), io.StringIO()], ids=["terminal", "file"])
def test_what_takes_long_is_said_at_a_terminal_and_taken_back(stream: io.StringIO) -> None:
    with Progress(stream, patience=0.01) as progress:
        progress.say("Reading postmortems")
        deadline = time.monotonic() + 5
        while stream.isatty() and not stream.getvalue() and time.monotonic() < deadline:
            time.sleep(0.01)
    if stream.isatty():
        assert stream.getvalue().startswith("\rReading postmortems … 0 s")
        assert stream.getvalue().endswith("\r\x1b[K")
    else:
        assert stream.getvalue() == ""


def test_what_is_quick_says_nothing() -> None:
    stream = Terminal()
    with Progress(stream) as progress:
        progress.say("Reading postmortems")
    assert stream.getvalue() == ""
