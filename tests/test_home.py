"""The front of the archive: figures, what is new, overdue, came back, happened on this day."""

import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from postmortem_archive.load import load
from postmortem_archive.model.archive import Archive
from postmortem_archive.pages import all_pages
from postmortem_archive.pages.places import SEARCH
from tests.helpers import ARCHIVE, PATH, POSTMORTEM, ROOT, archive_of, with_field, with_section

TODAY = date(2026, 2, 15)


def front(archive: Archive, today: date = TODAY, search: bool = False) -> str:
    """The HTML above the list of all."""

    def link(path: str) -> str | None:
        return None if path == SEARCH and not search else f"/{path}"

    index = next(iter(all_pages(archive.readable(), [], today)))
    return index.render(link).html.split('<h2 id="all">')[0]


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def part(html: str, anchor: str) -> str:
    """What stands under one heading."""
    return re.split(r"<h2|</section>", html.split(f'<h2 id="{anchor}">')[1])[0]


def addresses(html: str) -> list[str]:
    return [unescape(found) for found in re.findall(r'href="([^"]*)"', html)]


@pytest.fixture(scope="module")
def shipped() -> Archive:
    return load(ROOT / "postmortems")


def on(day: str, fields: str = "", text: str = POSTMORTEM) -> str:
    """The postmortem as if it was of another day, an hour long."""
    times = f"started: {day}T10:00Z\ndetected: {day}T10:05Z\nresolved: {day}T11:00Z"
    text = with_field(f"{times}\npublished: {day}", text)
    return with_field(fields, text) if fields else text


def test_the_figures_of_the_shipped_archive(shipped: Archive) -> None:
    html = front(shipped)
    figures = html.split('<dl class="pm-key-figures">')[1].split("</dl>")[0]
    # Within the year: March 2025 and this very day; in the one before: June 2024, January 2025.
    # Two are too few for a median, so the rest is of all 29. Of one of them it is not known when
    # it was over; 10 + 6 + 2 + 2 name what noticed, but one alert is of the project; two repeat.
    assert words(figures) == (
        "Incidents in 12 months 2 against 2 in the 12 before: no evidence of change "
        "Median time to recover 1 h 4 min n = 28 in all years "
        "Noticed first: customer-report 32 % 6 of 19 in all years "
        "Repeats 7 % 2 of 29 in all years"
    )
    anchors = ("changes", "recover", "detection", "repeats")
    assert addresses(figures) == [f"/statistics.md#{anchor}" for anchor in anchors]


def test_a_year_of_enough_incidents_speaks_for_itself(shipped: Archive) -> None:
    # Six from 24 June 2020 on: 4 and 23 November, 15 and 19 February, 31 March, 22 June; seven in
    # the year before. The later of February repeats the earlier, and what was agreed is not done.
    html = front(shipped, date(2021, 6, 23))
    told = words(html)
    assert "Incidents in 12 months 6 against 7 in the 12 before: no evidence of change" in told
    assert "n = 6 in these 12 months" in told
    assert "Repeats 17 % 1 of 6 in these 12 months" in told
    again = part(html, "repeated-lately")
    assert words(again).endswith(
        "2021-02-19 Unplanned Flux version change removes the log shipper repeats Unplanned Flux "
        "version change removes the log shipper (2021-02-15) 4 actions of then not done All repeats"
    )
    assert addresses(again) == [
        "/2021/2021-02-19-unplanned-flux-version-change-removes-the-log-shipper-again.md",
        "/2021/2021-02-15-unplanned-flux-version-change-removes-the-log-shipper.md",
        "/statistics.md#repeats",
    ]


def test_the_newest_say_how_they_began(shipped: Archive) -> None:
    newest = part(front(shipped), "newest")
    assert newest.count("<li>") == 3
    assert (
        "SEV-1 2026-04-10 · 47 min cloudboard-api On 10 April 2026 the CloudBoard API answered "
        "requests with 503 errors"
    ) in words(newest)


def test_the_most_overdue_lead_to_their_rows(shipped: Archive) -> None:
    overdue = part(front(shipped), "overdue")
    assert re.findall(r"(\d+) days overdue", overdue) == ["807", "800", "392"]
    assert "All 19" in overdue
    place, *_, register = addresses(overdue)
    assert place.startswith("/2023/2023-11-24-checkout-black-friday-cache-stampede.md#action:")
    assert register == "/actions.md#overdue"


def test_this_day_in_earlier_years_is_three_days_wide(tmp_path: Path) -> None:
    days = ("2025-02-12", "2024-02-18", "2025-02-11", "2025-02-19", "2026-02-14")
    files: dict[str, str | bytes] = {f"{d[:4]}/{d}-x.md": on(d, f"title: Of {d}") for d in days}
    shown = part(front(archive_of(tmp_path, files)), "earlier-years")
    assert re.findall(r"Of (\S+)<", shown) == ["2025-02-12", "2024-02-18"]


def test_of_many_years_the_newest_three(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        f"{y}/{y}-02-15-x.md": on(f"{y}-02-15") for y in range(2019, 2026)
    }
    shown = part(front(archive_of(tmp_path, files)), "earlier-years")
    assert re.findall(r"\d{4}-02-15(?=<)", shown) == ["2025-02-15", "2024-02-15", "2023-02-15"]
    assert "The newest 3 of 7" in shown


def test_the_field_is_there_once_there_is_a_search(shipped: Archive) -> None:
    assert "<form" not in front(shipped)
    html = front(shipped, search=True)
    assert 'action="/search.md" method="get"' in html
    assert 'name="text"' in html


def test_an_empty_archive_has_ways_only(tmp_path: Path) -> None:
    html = front(archive_of(tmp_path, {}))
    assert words(html) == "Test archive Statistics Reports Actions Exercise Feed"


def test_of_one_there_are_no_figures_and_no_cards(tmp_path: Path) -> None:
    html = front(archive_of(tmp_path, {PATH: POSTMORTEM}), date(2026, 2, 23))
    assert re.findall('<h2 id="(.*?)"', html) == ["overdue"]
    assert words(part(html, "overdue")) .endswith(
        "Most overdue 1 day overdue Alert when the pool is over 80 % for 2 minutes "
        "platform Orders stuck in the queue"
    )  # fmt: skip
    assert "<dl" not in html
    # And on the day itself nothing is overdue.
    assert "<h2" not in front(archive_of(tmp_path, {PATH: POSTMORTEM}), date(2026, 2, 22))


def test_of_two_there_is_a_count_and_nothing_withheld(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {PATH: POSTMORTEM, "2025/2025-06-01-x.md": on("2025-06-01")}
    told = words(front(archive_of(tmp_path, files)))
    assert "Incidents in 12 months 2 against 0 in the 12 before" in told
    assert "Median" not in told
    # That customers noticed none first is told, too.
    assert "Noticed first: customer-report 0 % 0 of 2 in all years" in told
    assert "Newest" not in told


def test_without_customers_whoever_noticed_most_often(tmp_path: Path) -> None:
    sources = ["engineer", "engineer", "alert"]
    files: dict[str, str | bytes] = {
        f"2025/2025-06-0{n}-x.md": on(f"2025-06-0{n}", f"detection: {source}")
        for n, source in enumerate(sources, 1)
    }
    told = words(front(archive_of(tmp_path, files, "name: Test\n")))
    assert "Noticed first: engineer 67 % 2 of 3 in all years" in told


def test_a_policy_that_withholds_nothing_makes_no_figure_of_nothing(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        f"2019/2019-06-0{n}-x.md": on(f"2019-06-0{n}") for n in range(1, 4)
    }
    archive = ARCHIVE.replace("policy: {", "policy: {smallest_n: 0, ")
    told = words(front(archive_of(tmp_path, files, archive)))
    assert "Median time to recover 1 h n = 3 in all years" in told
    assert "Repeats 0 % 0 of 3 in all years" in told


def test_what_lies_long_back_is_counted_in_all(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {PATH: POSTMORTEM, "2025/2025-06-01-x.md": on("2025-06-01")}
    told = words(front(archive_of(tmp_path, files), date(2040, 1, 1)))
    assert "Incidents 2 the newest of 2026-02-15" in told


def test_near_misses_drafts_and_what_has_no_day(tmp_path: Path) -> None:
    undated = with_field("title: Note\nstarted:\ndetected:\nresolved:\npublished:\nkind: near-miss")
    files: dict[str, str | bytes] = {
        "2025/2025-01-01-a.md": on("2025-01-01", "kind: near-miss\nstatus: draft\ntitle: A"),
        "2025/2025-01-02-b.md": on("2025-01-02", "title: B\nkind: near-miss\nresolved:"),
        "c.md": undated,
        "d.md": undated,
    }
    html = front(archive_of(tmp_path, files))
    assert "<dl" not in html
    newest = words(part(html, "newest"))
    # No duration is made up, and what has no day is not among the newest.
    assert "B SEV-2 near-miss 2025-01-02 order-service" in newest
    assert "A SEV-2 near-miss draft 2025-01-01 · 1 h order-service" in newest
    assert "Note" not in newest
    # Without any day there is none.
    alone: dict[str, str | bytes] = {f"{name}.md": undated for name in "abcde"}
    assert 'id="newest"' not in front(archive_of(tmp_path / "other", alone))


def test_restricted_ones_leave_no_trace(tmp_path: Path) -> None:
    restricted = on("2025-02-15", "title: Sesame\nvisibility: restricted\nteams: [sesame]")
    again = "title: Again\nrepeat_of: [2025-02-15-sesame]"
    files: dict[str, str | bytes] = {
        "2025/2025-02-15-sesame.md": restricted,
        "2026/2026-02-01-again.md": on("2026-02-01", again),
        **{f"2025/2025-03-0{n}-x.md": on(f"2025-03-0{n}") for n in range(1, 5)},
    }
    html = front(archive_of(tmp_path, files))
    assert "Again" in html
    assert "sesame" not in html.casefold()
    assert "earlier-years" not in html
    assert "repeated-lately" not in html


@pytest.mark.parametrize(
    ("summary", "shown"),
    [
        ("One. Two! Three?", "One. Two!"),
        (
            "v2.5.3 was *slow* for `orders`, see [here](x.md)",
            "v2.5.3 was slow for orders, see here",
        ),
        ("- An item.\n- Another.", "An item."),
        ("word " * 60, "word " * 44 + "…"),
        (f"Short. {'word ' * 60}.", "Short."),
        ("字" * 300, "字" * 220 + " …"),
        (
            "The password = hunter2-Xy9zQw was leaked.",
            "The password = •••••••••••••• was leaked.",
        ),
        ("<b onclick=x>Bold</b> & more.", "Bold & more."),
    ],
)
def test_of_a_summary_the_beginning(tmp_path: Path, summary: str, shown: str) -> None:
    text = with_section(f"## Summary\n\n{summary}")
    files: dict[str, str | bytes] = {PATH: text}
    files |= {f"2020/2020-01-0{n}-x.md": on(f"2020-01-0{n}") for n in range(1, 5)}
    first = part(front(archive_of(tmp_path, files)), "newest").split("</li>")[0]
    assert unescape(re.findall(r"<p>(.*?)</p>", first)[0]) == shown
