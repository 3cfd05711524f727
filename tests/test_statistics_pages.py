"""The statistics page: its numbers are those of the data, and nothing on it is unexplained."""

import re
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest

from postmortem_archive import statistics
from postmortem_archive.load import load
from postmortem_archive.model.archive import Archive
from postmortem_archive.pages import all_pages
from postmortem_archive.pages.statistics.shown import LISTED
from postmortem_archive.statistics import DEFINITIONS, wording
from tests.helpers import PATH, ROOT, archive_of, with_field

TODAY = date(2026, 11, 21)
FOUR = ("detect", "acknowledge", "mitigate", "recover")
SHOWN = (
    "incidents", "frequency", *FOUR, "detection", "impact", "budgets", "repeats", "despite",
    "phases", "completion", "overdue", "reissued",
)  # fmt: skip


def address(path: str) -> str:
    return "../" + path.removesuffix("index.md").removesuffix(".md")


def rendered(archive: Archive, path: str = "statistics.md") -> str:
    page = next(page for page in all_pages(archive, [], TODAY) if page.path == path)
    return page.render(address).html


class Reader(HTMLParser):
    """What stands in each figure: its text, its values by label, its tables, its lists."""

    def __init__(self) -> None:
        super().__init__()
        self.figure, self.depth = "", 0
        self.texts: dict[str, str] = {}
        self.values: dict[str, dict[str, str]] = {}
        self.rows: dict[str, list[list[str]]] = {}
        self.lists: dict[str, list[list[tuple[str, str]]]] = {}
        self.tag, self.label = "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.depth += tag == "div" and self.depth > 0
        if "data-figure" in given:
            self.depth, self.figure = 1, given["data-figure"] or ""
            self.texts[self.figure] = ""
            self.values[self.figure], self.rows[self.figure] = {}, []
            self.lists[self.figure] = []
        elif tag == "tr":
            self.rows[self.figure].append([])
        elif tag in ("th", "td"):
            self.rows[self.figure][-1].append("")
        elif tag == "ul":
            self.lists[self.figure].append([])
        elif tag == "a" and self.tag == "li":
            self.lists[self.figure][-1].append((given["href"] or "", ""))
            self.tag = "entry"
        if tag in ("dt", "dd", "small", "th", "td", "li"):
            self.tag = tag
        if tag == "dt":
            self.label = ""

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag == "div" and self.depth > 0
        if not self.depth:
            self.figure = ""
        if tag in ("dt", "dd", "small", "th", "td", "li", "a"):
            self.tag = "" if self.tag == "entry" or tag != "a" else self.tag

    def handle_data(self, data: str) -> None:
        if not self.figure:
            return
        self.texts[self.figure] += data
        values = self.values[self.figure]
        if self.tag == "dt":
            self.label += data
        elif self.tag in ("dd", "small"):
            key = self.label if self.tag == "dd" else f"{self.label}, small"
            values[key] = (values.get(key, "") + data).strip()
        elif self.tag in ("th", "td"):
            self.rows[self.figure][-1][-1] += data
        elif self.tag == "entry":
            href, title = self.lists[self.figure][-1][-1]
            self.lists[self.figure][-1][-1] = (href, title + data)


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    return reader


def many(number: int, **fields: str) -> dict[str, str | bytes]:
    """Incidents, a day apart, of which the k-th took k minutes to recover."""
    files: dict[str, str | bytes] = {}
    for k in range(1, number + 1):
        day = date(2025, 1, 1) + timedelta(days=k)
        text = with_field(
            f"title: Incident {k}\nstarted: {day}T10:00Z\ndetected: {day}T10:00Z\n"
            f"resolved: {day}T{10 + k // 60}:{k % 60:02}Z\npublished: {day}"
        )
        for name, value in fields.items():
            text = with_field(f"{name}: {value}", text)
        files[f"{day.year}/{day}-incident-{k}.md"] = text
    return files


@pytest.fixture(scope="module")
def shipped() -> Archive:
    return load(ROOT / "postmortems").readable()


@pytest.fixture(scope="module")
def page(shipped: Archive) -> Reader:
    return read(rendered(shipped))


def test_numbers_are_those_of_the_data(page: Reader, shipped: Archive) -> None:
    data = statistics.as_data(statistics.figures(shipped, TODAY))["figures"]
    assert page.values["incidents"]["n"] == str(data["incidents"]["n"])
    assert page.values["incidents"]["n, small"] == wording.interval(
        statistics.Interval(*data["incidents"]["interval"])
    )
    assert page.values["frequency"]["a month"] == wording.number(data["frequency"]["per_month"])
    assert page.values["frequency"]["median from one to the next"] == (
        f"{wording.number(data['frequency']['median_gap_days'])} days"
    )
    for key in FOUR:
        shown, known = page.values[key], data[key]
        assert shown["n"] == str(known["n"])
        if known["withheld"]:
            assert shown["median, p90, mean"] == "withheld"
            continue
        for each in ("median", "p90", "mean"):
            assert shown[each] == wording.span(timedelta(minutes=known[each]))
            low, high = known[f"{each}_interval"]
            assert shown.get(f"{each}, small", "") == wording.bounds(
                statistics.Bounds(_minutes(low), _minutes(high))
            )
    assert page.values["impact"]["hours"] == wording.hours(
        timedelta(minutes=data["impact"]["minutes"])
    )
    for key in ("repeats", "despite"):
        start = f"{data[key]['n']} of {data[key]['of']} "
        assert page.values[key]["n"].startswith(start)
    covered = data["coverage"]
    assert page.values["coverage"]["n"].startswith(f"{covered['n']} of {covered['of']}")
    assert page.values["publish"]["n"] == str(data["publish"]["n"])
    if not data["publish"]["withheld"]:
        median = wording.number(data["publish"]["median"])
        assert page.values["publish"]["median, business days"] == median
    completion = data["completion"]
    assert page.values["completion"]["done"].startswith(f"{completion['n']} of {completion['of']}")
    assert page.values["overdue"]["n"] == str(data["overdue"]["n"])
    assert page.values["reissued"]["n"] == str(data["reissued"]["n"])
    for phase, share in data["phases"]["shares"].items():
        assert page.values["phases"][phase] == wording.percent(share)


def _minutes(number: float | None) -> timedelta | None:
    return None if number is None else timedelta(minutes=number)


def test_tables_are_those_of_the_data(page: Reader, shipped: Archive) -> None:
    data = statistics.as_data(statistics.figures(shipped, TODAY), ["service", "year"])
    sources = {row[0]: row[1] for row in page.rows["detection"]}
    for name, share in data["figures"]["detection"]["sources"].items():
        assert sources[name].startswith(f"{share['n']} of {share['of']} ")
    used = {(row[0], row[1], row[4]) for row in page.rows["budgets"]}
    for budget in data["figures"]["budgets"]:
        for window in budget["windows"]:
            share = wording.percent(window["share"])
            assert (budget["service"], window["name"], share) in used
    for by in ("service", "year"):
        rows = {row[0]: row for row in page.rows[f"by-{by}"]}
        for part in data["slices"][by]:
            figures = part["figures"]
            if figures["incidents"]["n"]:
                row = rows[part["name"]]
                assert row[1] == str(figures["incidents"]["n"])
                assert row[4] == str(figures["recover"]["n"])
                assert (row[5] == "withheld") == figures["recover"]["withheld"]
                assert row[9] == str(figures["repeats"]["n"])


def test_every_figure_has_its_definition_beside_it(page: Reader, shipped: Archive) -> None:
    assert set(SHOWN) <= set(page.texts)
    for key in SHOWN:
        assert DEFINITIONS[key] in page.texts[key]
    whole = statistics.figures(shipped, TODAY)
    assert whole.coverage.definition in page.texts["coverage"]
    assert whole.writing.definition.replace("`", "") in page.texts["publish"]


def test_changes_are_sentences(page: Reader, shipped: Archive) -> None:
    period = statistics.between(date(2025, 11, 22), TODAY)
    changes = statistics.figures(shipped, TODAY, period).changes
    assert len(changes) == 4
    for change in changes:
        assert wording.sentence(change, "the 12 months before") in page.texts["changes"]


def test_the_incidents_behind_a_figure_are_linked(page: Reader, shipped: Archive) -> None:
    figure = statistics.figures(shipped, TODAY).durations["recover"]
    known, missing = page.lists["recover"]
    assert known == [(address(p.path), p.title) for _, p in figure.spans]
    assert missing == [(address(p.path), p.title) for p in figure.missing]


def test_a_figure_of_few_incidents_is_withheld_and_says_so(tmp_path: Path) -> None:
    # smallest_n is 5: of four incidents nothing is said but which they are.
    page = read(rendered(archive_of(tmp_path, many(4))))
    assert page.values["recover"] == {
        "n": "4",
        "median, p90, mean": "withheld",
        "median, p90, mean, small": "n is below 5",
    }
    assert page.values["frequency"]["median from one to the next"] == "withheld"
    assert len(page.lists["recover"][0]) == 4
    assert page.rows["by-severity"][2][5] == "withheld"


def test_long_lists_are_cut_and_say_so(tmp_path: Path) -> None:
    # LISTED is 40, so of 60 incidents the shortest, 1 to 20 minutes, are left out.
    html = rendered(archive_of(tmp_path, many(60)))
    page = read(html)
    assert all(len(each) <= LISTED for lists in page.lists.values() for each in lists)
    titles = [title for _, title in page.lists["recover"][0]]
    assert titles == [f"Incident {k}" for k in range(60, 20, -1)]
    assert "These are the longest 40 of 60." in page.texts["recover"]
    assert 'href="../statistics.json"' in html


def test_restricted_postmortems_are_left_out(tmp_path: Path) -> None:
    files = many(3)
    secret = with_field("title: A hidden matter\nvisibility: restricted")
    archive = archive_of(tmp_path, {**files, PATH: secret}).readable()
    html = rendered(archive)
    assert "hidden matter" not in html
    assert read(html).values["incidents"]["n"] == "3"


def test_titles_and_names_are_escaped(tmp_path: Path) -> None:
    evil = "<img src=x onerror=alert(1)>"
    fields = dict.fromkeys(("title", "severity", "detection"), f"'{evil}'")
    fields |= dict.fromkeys(("services", "teams", "causes"), f"['{evil}']")
    html = rendered(archive_of(tmp_path, many(6, **fields)))
    assert "<img" not in html
    assert "&lt;img src=x" in html


@pytest.mark.parametrize("number", [0, 1])
def test_a_page_of_almost_nothing(tmp_path: Path, number: int) -> None:
    html = rendered(archive_of(tmp_path, many(number)))
    page = read(html)
    if not number:
        assert "No incident yet." in html
        assert page.texts == {}
        return
    assert "1 incident." in html
    assert page.values["frequency"]["median from one to the next, small"] == "n = 0, below 5"
    assert page.values["repeats"]["n"] == "0 of 1 (0 %)"


def test_what_nobody_states_makes_no_table_and_no_chart(tmp_path: Path) -> None:
    text = "---\ntitle: Bare\ntime_to_recover: 45 min\n---\n\n## Summary\n\nDown.\n"
    html = rendered(archive_of(tmp_path, {"undated/bare.md": text, "undated/other.md": text}))
    page = read(html)
    assert "<svg" not in html
    assert "by-service" not in page.texts
    assert page.rows["incidents"] == [["Year", "All"], ["–", "2"], ["All", "2"]]
    assert page.values["detection"] == {"n": "0", "n, small": "not told of 2"}
    assert page.values["phases"] == {"n": "0", "n, small": "not known of 2"}


def test_only_what_is_no_incident(tmp_path: Path) -> None:
    html = rendered(archive_of(tmp_path, {PATH: with_field("kind: near-miss")}))
    assert "No incident yet; counted apart: 1 near-miss." in html


def test_an_archive_that_ended_says_when(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "2019/2019-02-15-old.md": with_field(
            "started: 2019-02-15T14:23Z\ndetected: 2019-02-15T14:25Z\nresolved: 2019-02-15T15:08Z"
        )
    }
    page = read(rendered(archive_of(tmp_path, files)))
    told = "No incident began in these 24 months. The newest is of 2019-02-15."
    assert told in page.texts["changes"]


def test_headings_lead_to_each_figure(shipped: Archive) -> None:
    page = next(page for page in all_pages(shipped, [], TODAY) if page.path == "statistics.md")
    made = page.render(address)
    anchors = [heading.anchor for heading in made.headings]
    assert len(set(anchors)) == len(anchors)
    assert set(re.findall(r'<h[23] id="([^"]+)"', made.html)) == set(anchors)
    assert made.html.count('data-figure="') == len(read(made.html).texts)


def test_the_page_of_a_service_has_its_own_figures(shipped: Archive) -> None:
    html = rendered(shipped, "services/kubernetes.md")
    part = next(
        each
        for each in statistics.sliced(statistics.figures(shipped, TODAY), "service")
        if each.name == "kubernetes"
    )
    recover = part.durations["recover"]
    for text in (
        f"<dd>{len(part.incidents)}</dd>",
        f"<dd>{wording.span(recover.median)} ",
        f"{wording.bounds(recover.median_bounds)}, n = {recover.n}",
        f"<dd>{wording.share(part.repeats.share)}</dd>",
        f"<dd>{wording.number(part.frequency.per_month)} ",
    ):
        assert text in html


def test_the_page_of_a_team_withholds_what_few_incidents_tell(tmp_path: Path) -> None:
    html = rendered(archive_of(tmp_path, many(4, teams="[platform]")), "teams/platform.md")
    assert "<dd>withheld <small>n = 4, below 5</small></dd>" in html
    assert "Read these first" not in html


def test_the_page_of_a_cause_says_what_to_read_first(tmp_path: Path) -> None:
    # Of seven: 2 was repeated by 5, 3 is named by 6; the others go by how long they took, and
    # of those 7 took longest.
    files = many(7, causes="[connection-leak]")
    paths = sorted(files)
    ids = [Path(path).stem for path in paths]
    files[paths[4]] = with_field(f"repeat_of: [{ids[1]}]", str(files[paths[4]]))
    files[paths[5]] = with_field(f"related: [{ids[2]}]", str(files[paths[5]]))
    html = rendered(archive_of(tmp_path, files), "causes/connection-leak.md")
    first = html[html.index('<ol class="pm-first">') : html.index("</ol>")]
    assert re.findall(r">(Incident \d)<", first) == ["Incident 2", "Incident 3", "Incident 7"]
    assert "repeated once, SEV-2, 2 min of impact" in first
    assert "named by 1 other, SEV-2, 3 min of impact" in first


def test_actions_not_done_stand_on_the_page_of_their_service(tmp_path: Path) -> None:
    html = rendered(archive_of(tmp_path, many(12)), "services/order-service.md")
    assert "12 actions not marked as done, 12 of them overdue" in html
    assert html.count("Alert when the pool is over 80 %") == 10
    assert "The 10 most urgent of 12." in html
