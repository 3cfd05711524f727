"""Which incidents look like one another, and how a ranking is made of it."""

import json
import shutil
from datetime import date
from math import log
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from postmortem_archive.inspection import index as kept
from postmortem_archive.inspection.index import index_of_loaded, index_on_disk
from postmortem_archive.load import load, survey
from postmortem_archive.model.archive import Archive, are_related
from postmortem_archive.pages import all_pages
from postmortem_archive.resemblance import (
    NOTABLE,
    Entry,
    Index,
    Resemblance,
    Suggestion,
    entry_of,
    index_of,
    portrait_of,
    resembling,
    suggestions,
)
from tests.helpers import PATH, POSTMORTEM, ROOT, archive_of, lines_run, make, with_field
from tests.test_commands import clean, postmortem

COUNTS = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 20))


def anything(path: str, day: int) -> bool:
    return True


def index(**texts: str) -> Index:
    return index_of(Entry(name, 0, portrait_of(text).counts) for name, text in texts.items())


@pytest.fixture(scope="module")
def shipped() -> Archive:
    return load(ROOT / "postmortems").readable()


@pytest.fixture(scope="module")
def shipped_index(shipped: Archive) -> Index:
    return index_of(map(entry_of, shipped.postmortems))


def like(archive: Archive, index: Index, part: str, later: bool = True) -> list[Resemblance]:
    (subject,) = [p for p in archive.postmortems if part in p.id]
    return resembling(subject, index, archive.by_path.__getitem__, 30, later)


def test_the_score_is_the_cosine_of_the_weights() -> None:
    found = index(one="redis pool", other="redis disk").nearest(
        portrait_of("redis pool").counts, 2, anything
    )
    # Two documents; redis is in both, pool and disk in one. Each word counts 2 halves.
    redis, rare = 2**0.75 * log(3 / 2), 2**0.75 * log(3 / 1)
    assert [near.path for near in found] == ["one", "other"]
    assert found[0].score == pytest.approx(1)
    assert found[1].score == pytest.approx(redis**2 / (redis**2 + rare**2))


def test_a_title_counts_more_than_a_cause_a_summary_and_a_timeline(tmp_path: Path) -> None:
    text = with_field("title: Kafka").replace("## Summary\n", "## Summary\n\nFlink.\n")
    text = text.replace("## Root cause\n", "## Root cause\n\nHadoop.\n")
    text = text.replace("The connection pool is full", "Zookeeper")
    counts = portrait_of(archive_of(tmp_path, {"2026/2026-02-15-x.md": text}).postmortems[0]).counts
    assert [counts[t] for t in ("kafka", "hadoop", "flink", "zookeep")] == [6, 4, 2, 1]


def test_names_are_terms_that_prose_does_not_have(tmp_path: Path) -> None:
    one = archive_of(tmp_path, {"2026/2026-02-15-x.md": POSTMORTEM}).postmortems[0]
    assert portrait_of(one).counts["services: order-service"] == 2
    assert "services: order-service" not in portrait_of("services: order-service").counts


def test_comments_addresses_dates_and_amounts_say_nothing() -> None:
    text = "At 14:23 on Monday, 2026-02-15, 12,000 requests: HTTP 503 after 30 s. p99>15s"
    assert set(portrait_of(text).counts) == {"request", "http", "503", "p99>15s"}


def test_guidance_and_link_targets_are_no_text(tmp_path: Path) -> None:
    text = POSTMORTEM.replace(
        "## Summary\n", "## Summary\n\n<!-- Kafka? -->\n[See](https://example.com/flink).\n"
    )
    counts = portrait_of(archive_of(tmp_path, {"2026/2026-02-15-x.md": text}).postmortems[0]).counts
    assert not {"kafka", "flink", "https://example.com/flink"} & set(counts)


@given(st.lists(COUNTS, min_size=1, max_size=12), st.data())
@example([{}, {}, {}, {}, {"a": 1}, {"a": 1}, {"a": 1, "b": 1}, {"a": 4, "b": 9}], None)
def test_scores_are_symmetrical_and_the_same_text_is_first(
    texts: list[dict[str, int]], data: st.DataObject | None
) -> None:
    entries = [Entry(f"{number:02}", 0, counts) for number, counts in enumerate(texts)]
    index = index_of(entries)
    scores = {
        (entry.path, near.path): near.score
        for entry in entries
        for near in index.nearest(entry.counts, 99, anything)
    }
    assert all(scores[other, one] == score for (one, other), score in scores.items())
    assert all(0 <= score <= 1 for score in scores.values())
    asked = data.draw(st.sampled_from(entries)) if data else entries[-1]
    if asked.counts:
        first = index.nearest(asked.counts, 1, anything)[0]
        assert first.score == pytest.approx(1)
        assert index.entry(int(first.path)).counts.keys() == asked.counts.keys()


@given(st.lists(COUNTS, max_size=10), st.randoms())
def test_the_order_of_files_does_not_matter(texts: list[dict[str, int]], random: object) -> None:
    entries = [Entry(f"{number:02}", 0, counts) for number, counts in enumerate(texts)]
    mixed = list(entries)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    one, other = index_of(entries), index_of(mixed)
    for entry in entries:
        assert one.nearest(entry.counts, 5, anything) == other.nearest(entry.counts, 5, anything)


@given(st.text(max_size=300))
def test_any_text_has_a_portrait_and_an_answer(text: str) -> None:
    found = resembling(text, index_of(()), lambda path: pytest.fail(path))
    assert found == []
    assert set(portrait_of(text).written) == set(portrait_of(text).counts)


@pytest.mark.parametrize("text", ["[](", "a-", "](a ", "<!--", "P9.", "ä_"])
def test_a_portrait_takes_time_in_proportion(text: str) -> None:
    few = lines_run(lambda: portrait_of(text * 500))
    many = lines_run(lambda: portrait_of(text * 2000))
    assert many < 5 * few + 1000


def test_what_is_put_in_comes_out() -> None:
    made = index_of([Entry("b", 7, {"x": 2, "y": 1}), Entry("a", 3, {"y": 4})])
    assert [made.entry(row) for row in (0, 1)] == [
        Entry("a", 3, {"y": 4}), Entry("b", 7, {"x": 2, "y": 1})
    ]  # fmt: skip


def test_only_what_is_not_later_is_found_unless_asked(
    shipped: Archive, shipped_index: Index
) -> None:
    earlier = like(shipped, shipped_index, "2021-06-30", later=False)
    assert max(each.other.day or date.max for each in earlier) <= date(2021, 6, 30)
    assert "2021-07-02" in like(shipped, shipped_index, "2021-06-30")[1].other.id


def test_one_title_and_different_causes_are_shown(shipped: Archive, shipped_index: Index) -> None:
    """The two of which the authors say that they look alike and are not."""
    first = like(shipped, shipped_index, "2021-07-02", later=False)[0]
    assert first.other.id.startswith("2021-06-30")
    assert first.verdict == ("not_repeat_of", False)
    assert "503" in first.shared
    assert "provider" in first.only_here
    assert (first.causes_here, first.causes_there) == (
        ("failed-upgrade",),
        ("configuration-change",),
    )


FOUR = ("2026-02-15", "2025-01-15", "2025-03-10", "2023-11-24")


@pytest.mark.parametrize("asked", FOUR)
def test_pools_that_ran_out_are_nearer_than_an_index_that_was_missing(
    asked: str, shipped: Archive, shipped_index: Index
) -> None:
    names = [each.other.id[:10] for each in like(shipped, shipped_index, asked)]
    assert set(names[:3]) == {*FOUR} - {asked}


def test_a_draft_is_marked(tmp_path: Path) -> None:
    draft = with_field("status: draft")
    root = make(tmp_path, {PATH: draft})
    run = postmortem("similar", "-", "--archive", root, stdin="orders stuck in the queue")
    assert "Orders stuck in the queue (draft)" in clean(run, 0)


def test_the_second_of_two_in_the_same_words_is_first(
    shipped: Archive, shipped_index: Index
) -> None:
    found = like(shipped, shipped_index, "2021-02-19", later=False)
    assert found[0].other.id.startswith("2021-02-15")
    assert found[0].score > 3 * found[1].score


def test_symptoms_find_the_incident(shipped: Archive, shipped_index: Index) -> None:
    text = "ERR max number of clients reached"
    found = resembling(text, shipped_index, shipped.by_path.__getitem__, 1)
    assert "redis-connection-limit" in found[0].other.id
    assert found[0].causes_here == ()
    assert found[0].verdict is None


def suggested(archive: Archive, index: Index, part: str) -> list[Suggestion]:
    (subject,) = [p for p in archive.postmortems if part in p.id]
    return suggestions(subject, archive, index)


def test_a_page_suggests_only_what_is_notable_and_undecided(
    shipped: Archive, shipped_index: Index
) -> None:
    for one in shipped.postmortems:
        found = suggestions(one, shipped, shipped_index)
        assert len(found) <= 3
        assert all(each.score >= NOTABLE for each in found)
        assert not any(are_related(one, each.other) for each in found)
    days = [str(each.other.day) for each in suggested(shipped, shipped_index, "2021-07-02")]
    # The nearest, 2021-06-30, is decided on: not a repeat.
    assert days == ["2021-06-22", "2020-06-09"]


def test_a_suggestion_is_what_similar_finds(shipped: Archive, shipped_index: Index) -> None:
    (first, *_) = suggested(shipped, shipped_index, "2026-02-15")
    (also, *_) = [r for r in like(shipped, shipped_index, "2026-02-15") if r.verdict is None]
    assert (first.other.id, first.score) == (also.other.id, also.score)
    assert first.shared == also.shared[:6]


def test_a_page_says_what_it_looks_like_apart_from_its_verdicts(shipped: Archive) -> None:
    (page,) = [p for p in all_pages(shipped, [], date(2026, 3, 1)) if "2021-07-02" in p.path]
    html = page.render(lambda path: f"/{path}").html
    verdicts, alike = html.index("Not a repeat of"), html.index("<strong>Looks like</strong>")
    assert verdicts < alike
    assert html.count("<small>both say ") == 2
    assert "2021-06-30-every" not in html[alike : html.index("pm-body")]


def test_a_page_of_something_like_nothing_suggests_nothing(tmp_path: Path) -> None:
    archive = archive_of(tmp_path, {PATH: POSTMORTEM})
    (page,) = [p for p in all_pages(archive, [], date(2026, 3, 1)) if p.path == PATH]
    assert "Looks like" not in page.render(lambda path: path).html


def test_an_index_on_disk_follows_its_files(tmp_path: Path) -> None:
    root = tmp_path / "postmortems"
    shutil.copytree(ROOT / "postmortems", root)
    first, _ = index_on_disk(root, survey(root))
    assert first.paths == tuple(sorted(p.path for p in load(root).postmortems))
    again, _ = index_on_disk(root, survey(root))
    assert again.paths == first.paths
    gone = root / first.paths[0]
    gone.unlink()
    changed = root / first.paths[1]
    changed.write_text(changed.read_text(encoding="utf-8") + "\nZookeeper\n", encoding="utf-8")
    third, _ = index_on_disk(root, survey(root))
    assert third.paths == first.paths[1:]
    assert third.entry(0).counts["zookeep"] == 1
    assert bytes(third.norms) == bytes(index_of(map(entry_of, load(root).postmortems)).norms)
    assert bytes(index_of_loaded(root, load(root)).terms) == bytes(third.terms)


def test_several_processes_make_the_same_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "postmortems"
    shutil.copytree(ROOT / "postmortems", root)
    monkeypatch.setattr(kept, "_WORTH_A_PROCESS", 10)
    made, _ = index_on_disk(root, survey(root), jobs=2)
    alone = index_of(map(entry_of, load(root).postmortems))
    assert made.names == alone.names
    assert bytes(made.norms) == bytes(alone.norms)


def test_restricted_ones_and_credentials_are_not_in_the_index(tmp_path: Path) -> None:
    secret = "ghp_" + "1234567890abcdefghijklmnopqrstuvwxyz"
    shown = POSTMORTEM.replace("## Summary\n", f"## Summary\n\nToken {secret} Kafka.\n")
    hidden = with_field("visibility: restricted").replace("Orders", "Zookeeper")
    root = make(tmp_path, {"2026/2026-02-15-x.md": shown, "2026/2026-02-16-y.md": hidden})
    made, _ = index_on_disk(root, survey(root))
    assert made.paths == ("2026/2026-02-15-x.md",)
    assert "kafka" in made.names
    assert "zookeep" not in made.names
    assert not any("ghp_" in name for name in made.names)
    assert index_on_disk(root, survey(root))[0].paths == made.paths


def test_a_damaged_index_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root = ROOT / "postmortems"
    first, notice = index_on_disk(root, survey(root))
    assert notice == ""
    (kept,) = (tmp_path / "cache").rglob("resemblance/*")
    kept.write_bytes(kept.read_bytes()[:-9])
    again, notice = index_on_disk(root, survey(root))
    assert "was damaged and is made anew" in notice
    assert bytes(again.norms) == bytes(first.norms)


def test_a_draft_from_elsewhere_and_a_text_file_can_be_asked_about(tmp_path: Path) -> None:
    draft = tmp_path / "draft.md"
    draft.write_text("# Redis\n\nmax number of clients reached\n", encoding="utf-8")
    notes = tmp_path / "notes.txt"
    notes.write_text("max number of clients reached", encoding="utf-8")
    for asked in (draft, notes):
        rows = json.loads(clean(postmortem("similar", asked, "--format", "json"), 0))
        assert "redis-connection-limit" in rows[0]["id"]
        assert len(rows) == 5


def test_the_json_has_the_actions_that_are_not_done() -> None:
    run = postmortem(
        "similar", "2026-02-15", "--format", "json", "--limit", "1", "--today", "2025-02-01"
    )
    (row,) = json.loads(clean(run, 0))
    assert row["id"] == "2025-01-15-checkout-database-connection-leak"
    late = [action for action in row["actions_not_done"] if action["days_overdue"]]
    # Due on 19, 25, 28 and 30 January.
    assert sorted(action["days_overdue"] for action in late) == [2, 4, 7, 13]


@pytest.mark.parametrize(
    ("arguments", "stdin", "message"),
    [
        (("-",), " \n", "standard input: nothing to look for"),
        (("2031-01-01",), "", "no postmortem has this id or file"),
        (("checkout-blck-friday",), "", "no postmortem has this id or file"),
        (("2021-0",), "", "is the id of several"),
        (("-", "--limit", "0"), "x", "--limit"),
    ],
)
def test_what_cannot_be_asked_is_said(arguments: tuple[str, ...], stdin: str, message: str) -> None:
    run = postmortem("similar", *arguments, stdin=stdin)
    assert clean(run, 2) == ""
    assert message in run.stderr


def test_nothing_alike_is_said() -> None:
    assert "No earlier incident" in clean(postmortem("similar", "-", stdin="qwertzuiop"), 0)
