"""Search: what queries mean, what is found, in which order, and how the index keeps up."""

import json
import math
import os
import re
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from postmortem_archive.cache import cached
from postmortem_archive.model.finding import ArchiveError
from postmortem_archive.search import Answer, indexing, opened, search, search_archive
from postmortem_archive.search.pieces import part_of
from postmortem_archive.search.query import NAMES, read_query
from scripts.synthetic.archive import synthesize
from tests.helpers import PATH, POSTMORTEM, make, with_field, with_section
from tests.test_commands import clean, postmortem

TODAY = date(2026, 6, 1)
POOL, DNS, SECRET = "2026/2026-02-15-pool.md", "2025/2025-03-01-dns.md", "2026/2026-01-01-secret.md"
FILES: dict[str, str | bytes] = {
    POOL: with_field("tags: [database]\nrepeat_of: [2025-03-01-dns]"),
    DNS: with_section(
        "## Summary\n\nNames did not resolve: `kube-state-metrics` said"
        " `ERR max number of clients reached` when p99>15s. See CVE-2021-44228.",
        with_field(
            "title: Names without addresses\nservices: [checkout]\nseverity: SEV-1\ntags: [dns]\n"
            "started: 2025-03-01T10:00Z\ndetected: 2025-03-01T10:05Z\n"
            "resolved: 2025-03-01T14:00Z\npublished: 2025-03-05"
        ).replace("| open |", "| done |"),
    ),
    SECRET: with_field("title: Breach of the vault\nvisibility: restricted"),
}  # fmt: skip


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("search"), FILES)


@pytest.fixture(autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    if not hasattr(cache, "folder"):
        cache.folder = tmp_path_factory.mktemp("cache")  # type: ignore[attr-defined]
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache.folder))  # type: ignore[attr-defined]


def ask(root: Path, query: str, limit: int = 10) -> Answer:
    return search_archive(root, query, TODAY, limit)


def ids(root: Path, query: str) -> list[str]:
    return [hit.card["id"][11:] for hit in ask(root, query).hits]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("orders", ["pool", "dns"]),  # "an order lost" too: stemmed
        ("kube-state-metrics", ["dns"]),
        ("metrics", ["dns"]),
        ("p99>15s", ["dns"]),
        ("cve-2021-44228", ["dns"]),
        ("44228", ["dns"]),
        ('"ERR max number of clients reached"', ["dns"]),
        ('"max number clients"', []),
        ('error:"max number"', ["dns"]),
        ("error:resolve", []),
        ("title:addresses", ["dns"]),
        ("title:resolve", []),
        ("summary:resolved", ["dns"]),
        ("section:summary resolve", ["dns"]),
        ("section:timeline resolve", []),
        ("alert:pool", ["pool", "dns"]),
        ("service:checkout", ["dns"]),
        ("service:CHECK*", ["dns"]),
        ("severity:sev-2", ["pool"]),
        ("tag:dns", ["dns"]),
        ("tag:dns OR tag:database", ["pool", "dns"]),
        ("(tag:dns OR severity:SEV-1) customers", ["dns"]),
        ("detected:alert", ["pool", "dns"]),
        ("status:final kind:incident", ["pool", "dns"]),
        ("date:2025", ["dns"]),
        ("date:2025-Q1", ["dns"]),
        ("date:2026-02-15", ["pool"]),
        ("since:2025-03", ["pool", "dns"]),
        ("since:2025-03-02", ["pool"]),
        ("until:2025-03", ["dns"]),
        ('"last 12 months"', ["pool"]),
        ("since:120d", ["pool"]),
        ("recover:>2h", ["dns"]),
        ("recover:<=45min", ["pool"]),
        ("detect:>=5min", ["dns"]),
        ("mitigate:>1min", []),
        ("is:repeat", ["pool"]),
        ("has:overdue-actions", ["pool"]),
        ("has:severity has:detection has:tag", ["pool", "dns"]),
        ("-has:severity", []),
        ("-has:team", ["pool", "dns"]),
        ("customers NOT resolve", ["pool"]),
        ("customers -resolve", ["pool"]),
        ("pool AND resolve", ["dns"]),
        ("(resolve OR stuck) AND service:order-service", ["pool"]),
        ("resol*", ["dns"]),
        ("ad?ress", ["dns"]),
        ("adresses~", ["dns"]),
        ("breach", []),
        ("vault", []),
        ("xyzzy", []),
    ],
)
def test_a_query_finds(root: Path, query: str, expected: list[str]) -> None:
    found = ids(root, query)
    assert sorted(found) == sorted(expected)


def test_the_score_is_the_formula(tmp_path: Path) -> None:
    """Two postmortems of one word each; the title counts 3, and so does its length.

    Pool: w = 3·1, length = 3·1 + 2·(fields) …, so the lengths are taken from the index.
    """
    root = make(tmp_path, {PATH: POSTMORTEM, POOL: with_field("title: Zebra")})
    with opened(root) as (reader, _):
        answer = search(reader, read_query("zebra", TODAY), TODAY)
        lengths = [reader.column("length")[one] for one in sorted(reader.everything)]
    # 2 documents, 1 has it: idf = ln(1 + 1.5 / 1.5) = ln 2. w = 3. Began 106 days ago.
    length, average = min(lengths), sum(lengths) / 2
    core = math.log(2) * 3 * 2.2 / (3 + 1.2 * (0.25 + 0.75 * length / average))
    assert answer.hits[0].score == pytest.approx(core * (1 + 0.02 / (1 + 106 / 365.25)), abs=1e-4)


def test_another_form_of_a_word_counts_half(tmp_path: Path) -> None:
    """One of two has the word, once in each of two forms, in a section: 1 for each of them."""
    text = with_section("## Summary\n\nA zebra leaked, zebras leaked.")
    root = make(tmp_path, {PATH: POSTMORTEM, POOL: text})
    with opened(root) as (reader, _):
        lengths = reader.column("length")
        (one,) = reader.weights("leak")
        own, average = lengths[one], sum(lengths) / 2

        def score(query: str, today: date = date(1, 1, 2)) -> float:
            return search(reader, read_query(query, today), today).hits[0].score

        # The summary counts 2. Day 1 is before the incident: recency is 1 + 0.02.
        def expected(weight: float) -> float:
            core = math.log(2) * weight * 2.2 / (weight + 1.2 * (0.25 + 0.75 * own / average))
            return core * 1.02

        assert score("leaked") == pytest.approx(expected(2 * 2), abs=1e-4)
        assert score("leaking") == pytest.approx(expected(2 * 2 * 0.5), abs=1e-4)
        # `zebra` is its own stem, and finds all forms in full.
        assert score("zebra") == pytest.approx(expected(2 * 2), abs=1e-4)
        assert score("zebras") == pytest.approx(expected(2 * 0.5 + 2), abs=1e-4)
        # In a part that is asked for by name, all forms count in full.
        assert score("summary:zebras") == pytest.approx(expected(2 * 2), abs=1e-4)


def test_a_common_word_counts_half(tmp_path: Path) -> None:
    text = with_section("## Summary\n\nProperly zebra.")
    root = make(tmp_path, {PATH: POSTMORTEM, POOL: text})
    scores = [ask(root, query).hits[0].score for query in ("zebra", "properly", "hardly zebra")]
    assert scores[0] == scores[1] == scores[2]  # "properly" is no word of that list
    common = with_section("## Summary\n\nHardly zebra.")
    (root / POOL).write_text(common, encoding="utf-8")
    zebra, hardly, both = (ask(root, q).hits[0].score for q in ("zebra", "hardly", "hardly zebra"))
    assert hardly == pytest.approx(zebra / 2, abs=1e-4)
    assert both == pytest.approx(zebra + hardly, abs=2e-4)


def test_more_and_rarer_words_rank_higher(root: Path) -> None:
    assert ids(root, "customers resolve")[0] == "dns"
    assert ids(root, "customers stuck")[0] == "pool"


def test_hits_say_why_and_show_passages(root: Path) -> None:
    (hit,) = ask(root, "resolve xyzzy").hits
    assert hit.why == ("resolve",)
    passage = hit.passages[0]
    assert passage.heading == "Summary"
    (start, end), = passage.marks  # fmt: skip
    assert passage.text[start:end] == "resolve"
    assert "`" not in passage.text


def test_facets_count_all_hits(root: Path) -> None:
    assert ask(root, "customers", limit=1).facets["severity"] == [("SEV-1", 1), ("SEV-2", 1)]


def test_nothing_found_offers_the_nearest(root: Path) -> None:
    assert ask(root, "adresses").spelling == {"adresses": "addresses"}
    answer = ask(root, "resolve AND stuck")
    assert answer.broader == ("stuck", 1)
    assert ask(root, "resolve severity:SEV-2").broader == ("severity:SEV-2", 1)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("", "nothing to look for"),
        ('pool "exhausted', "never closed"),
        ("(pool", "never closed"),
        ("( )", "nothing between"),
        ("sevice:checkout", 'did you mean "service"?'),
        ("service:chekout", 'did you mean "checkout"?'),
        ("service:", "lacks what to look for"),
        ("is:repeated", 'did you mean "repeat"?'),
        ("section:sumary pool", 'did you mean "summary"?'),
        ("section:timeline", "section:timeline timeout"),
        ("date:yesterday", "write 2025"),
        ("date:2025-13", "write 2025"),
        ("date:2025-02-30", "write 2025"),
        ("recover:2h", "recover:>2h"),
        ("recover:>fast", "recover:>2h"),
        ("pool AND", "nothing after AND"),
        ("OR pool", "nothing before OR"),
        ("NOT", "nothing after NOT"),
        ("(" * 30 + "pool", "brackets"),
        ("NOT " * 30 + "pool", "NOT"),
        ("the and of", "every text has these words"),
        ("( the )", "every text has these words"),
        ("x" * 5000, "at most 4000"),
    ],
)
def test_a_wrong_query_is_told_what_is_right(root: Path, query: str, message: str) -> None:
    with pytest.raises(ArchiveError, match=re.escape(message)):
        ask(root, query)


@pytest.mark.parametrize("query", ["host:5432", "http://a.b/c", "std::x", "--force", "-1", "foo()"])
def test_what_only_looks_like_syntax_is_text(query: str) -> None:
    (node,) = read_query(query, TODAY).nodes
    assert type(node).__name__ == "Words"


SCRAPS = st.sampled_from(
    [*(f"{name}:" for name in NAMES), '"', "(", ")", "AND", "OR", "NOT", "-", "*", "?", "~", "[",
     "pool", "2025", ">2h", "repeat", " ", "a", "é", "p99>15s", "\0", "\\", ":", "last 3 days"]
)  # fmt: skip


@settings(max_examples=300, suppress_health_check=list(HealthCheck))
@given(st.lists(st.one_of(SCRAPS, st.text(max_size=8)), max_size=12))
def test_no_query_raises_but_to_say_what_is_right(root: Path, scraps: list[str]) -> None:
    query = "".join(scraps)
    with opened(root) as (reader, _), suppress(ArchiveError):
        answer = search(reader, read_query(query, TODAY), TODAY)
        assert len(answer.hits) == min(answer.count, 10)


@pytest.mark.parametrize(
    ("heading", "part"),
    [
        ("Timeline (UTC)", "timeline"), ("What went well", "lessons"), ("Root cause", "cause"),
        ("Five whys", "cause"), ("Action items", "actions"), ("Who knows", ""),
        ("What happened", "summary"), ("Customer impact", "impact"),
    ],
)  # fmt: skip
def test_headings_belong_to_parts(heading: str, part: str) -> None:
    assert part_of(heading) == part


def test_the_index_follows_every_change(tmp_path: Path) -> None:
    root = make(tmp_path, FILES)
    assert ids(root, "zebra") == []
    (root / PATH).write_text(with_field("title: A zebra"), encoding="utf-8")
    assert ids(root, "zebra") == ["orders-stuck"]
    (root / PATH).write_text(with_field("title: A giraf"), encoding="utf-8")
    assert (ids(root, "zebra"), ids(root, "giraf")) == ([], ["orders-stuck"])
    (root / PATH).write_text(with_field("title: X\nvisibility: restricted"), encoding="utf-8")
    assert ids(root, "giraf") == []
    (root / DNS).unlink()
    assert ids(root, "resolve") == []
    settings_file = root / "archive.yml"
    settings_file.write_text(settings_file.read_text("utf-8") + "\n", encoding="utf-8")
    assert ids(root, "orders") == ["pool"]


def test_several_processes_make_the_same_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make(tmp_path, FILES)
    monkeypatch.setattr(indexing, "_WORTH_A_PROCESS", 1)
    monkeypatch.setattr(indexing, "processors", lambda: 2)
    assert ids(root, "customers") == ["pool", "dns"]
    assert ids(root, "vault") == []


def test_a_file_that_is_as_it_was_is_not_indexed_again(tmp_path: Path) -> None:
    root = make(tmp_path, FILES)
    said: list[int] = []
    for _ in range(2):
        with opened(root, lambda done, of: said.append(of)):
            pass
    os.utime(root / POOL, (1, 1))  # another time, the same bytes
    with opened(root, lambda done, of: said.append(of)):
        pass
    assert said == [3, 3, 3]


def test_a_search_that_has_nothing_to_read_loads_no_reader(tmp_path: Path) -> None:
    # Half of the time of a search in the shell went into modules that it had no use for.
    program = (
        "import sys; from datetime import date; from pathlib import Path\n"
        "from postmortem_archive.search import search_archive\n"
        "print(search_archive(Path(sys.argv[1]), 'pool', date(2026, 3, 1)).count)\n"
        "print('pydantic' in sys.modules, 'postmortem_archive.load' in sys.modules)"
    )
    root = make(tmp_path, {PATH: POSTMORTEM})
    command = [sys.executable, "-c", program, str(root)]
    first, second = (subprocess.check_output(command, text=True).split() for _ in range(2))
    assert first == ["1", "True", "True"]
    assert second == ["1", "False", "False"]


def test_a_damaged_index_is_made_anew(tmp_path: Path) -> None:
    root = make(tmp_path, FILES)
    assert ids(root, "resolve") == ["dns"]
    (place,) = cached("search", root).iterdir()
    names = sorted(path.name for path in place.iterdir() if path.stat().st_size)
    assert len(names) >= 3
    for name in names:
        for data in (b"", b"\x80\x04damaged", None):
            path = place / name
            if path.exists():
                path.write_bytes(data) if data is not None else path.unlink()
            assert ids(root, "resolve") == ["dns"], (name, data)


@pytest.mark.parametrize("twentieth", range(20))
def test_one_changed_byte_is_noticed(tmp_path: Path, twentieth: int) -> None:
    root = make(tmp_path, FILES)
    whole = ask(root, "resolve")
    (path,) = cached("search", root).glob("*/*.seg")
    data = bytearray(path.read_bytes())
    data[twentieth * len(data) // 20] ^= 1
    path.write_bytes(data)
    mended = ask(root, "resolve")
    assert "damaged" in mended.notice
    assert mended.hits == whole.hits
    assert ask(root, "resolve").notice == ""


def test_an_index_with_other_times_is_not_damaged(tmp_path: Path) -> None:
    root = make(tmp_path, FILES)
    ask(root, "resolve")
    (path,) = cached("search", root).glob("*/*.seg")
    os.utime(path, (1, 1))
    assert ask(root, "resolve").notice == ""
    assert path.stat().st_mtime > 1  # and is not read the next time


@pytest.mark.parametrize("tenth", range(10))
def test_damage_that_no_seal_tells_ends_in_no_traceback(tmp_path: Path, tenth: int) -> None:
    root = make(tmp_path, FILES)
    ask(root, "resolve")
    (path,) = cached("search", root).glob("*/*.seg")
    data = bytearray(path.read_bytes())
    start, size = tenth * len(data) // 10, len(data) // 10
    data[start : start + size] = b"\xff" * size
    path.write_bytes(data)
    (path.parent / "seals.json").unlink()
    for query in ("resolve", "customers service:checkout", '"max number"', "recover:>1h", "res*"):
        with suppress(ArchiveError):  # what is left may lack the service
            ask(root, query)


def _killed_before(step: int, root: Path) -> bool:
    """Searches in a process that dies before its so-manieth change of a file of the cache."""
    child = os.fork()
    if child == 0:
        place, left = os.environ["XDG_CACHE_HOME"], step

        def die(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal left
            changes = event in ("os.rename", "os.remove", "os.mkdir", "os.rmdir") or (
                event == "open" and isinstance(arguments[2], int) and arguments[2] & 3
            )
            if changes and place in str(arguments[0]):
                left -= 1
                if not left:
                    os._exit(9)

        sys.addaudithook(die)
        with suppress(BaseException):
            ask(root, "resolve")
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 9


@pytest.mark.parametrize("first", [True, False])
def test_wherever_a_search_is_killed_the_next_one_answers(tmp_path: Path, first: bool) -> None:
    """Before each change of a file, making the index as well as bringing it up to date."""
    root = make(tmp_path, FILES)
    steps = 0
    for step in range(1, 100):
        if first:
            shutil.rmtree(cached("search", root), ignore_errors=True)
        else:
            ask(root, "resolve")
        (root / POOL).write_text(with_field(f"title: Zebra z{step}"), encoding="utf-8")
        killed = _killed_before(step, root)
        assert ids(root, f"z{step}") == ["pool"], step
        assert ids(root, f"z{step - 1}") == [], step
        assert ids(root, '"ERR max number of clients reached"') == ["dns"], step
        if not killed:
            break
        steps += 1
    assert 5 < steps < 99


def test_a_killed_search_leaves_an_index_that_answers(tmp_path: Path) -> None:
    root = make(tmp_path, FILES)
    synthesize(root.parent / "more", 150, seed=5)
    shutil.copytree(root.parent / "more" / "2025", root / "2025", dirs_exist_ok=True)
    command = [sys.executable, "-m", "postmortem_archive", "search", "x", "--archive", str(root)]
    for delay in (0.3, 0.5, 0.7, 0.9):
        run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(delay)
        run.kill()
        run.wait()
    assert ids(root, '"ERR max number of clients reached"')[0] == "dns"


def test_without_a_cache_folder_it_answers_all_the_same(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert ids(root, "resolve") == ["dns"]


def test_many_at_once_all_answer(tmp_path: Path) -> None:
    root = make(tmp_path, FILES)

    def one(number: int) -> list[str]:
        path = root / f"2026/2026-03-{number + 1:02}-more.md"
        path.write_text(with_field(f"title: Zebra {number}"), encoding="utf-8")
        out = clean(postmortem("search", "resolve", "--archive", root, "--format", "json"), 0)
        return [hit["id"] for hit in json.loads(out)["hits"]]

    with ThreadPoolExecutor(4) as pool:
        assert all(found == ["2025-03-01-dns"] for found in pool.map(one, range(8)))
    assert len(ids(root, "title:zebra")) == 8


def test_twenty_searches_during_an_update_all_answer(tmp_path: Path) -> None:
    root = make(tmp_path, FILES)
    ask(root, "resolve")
    synthesize(root.parent / "more", 150, seed=5)
    shutil.copytree(root.parent / "more" / "2025", root / "2025", dirs_exist_ok=True)
    query = '"ERR max number of clients reached" kube-state-metrics'
    command = [sys.executable, "-m", "postmortem_archive", "search", query, "--format", "paths",
               "--archive", str(root)]  # fmt: skip
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(20)]
    answers = [run.communicate()[0].splitlines()[:1] for run in runs]
    assert [run.returncode for run in runs] == [0] * 20
    assert all(answer and answer[0].endswith(DNS) for answer in answers)
    assert ask(root, "resolve", limit=1).notice == ""


def test_credentials_are_neither_shown_nor_found(tmp_path: Path) -> None:
    key = "AKIA" + "QYLPMN5HHHFPZAM2"
    root = make(tmp_path, {PATH: with_section(f"## Summary\n\nThe key {key} was shown.")})
    answer = ask(root, "key")
    assert key not in str(answer)
    assert ids(root, key) == []
    place = cached("search", root)
    assert all(key.encode() not in path.read_bytes() for path in place.rglob("*") if path.is_file())


@pytest.mark.parametrize("form", ["text", "json", "csv", "paths"])
def test_the_command_prints_every_form(root: Path, form: str) -> None:
    run = postmortem("search", "resolve", "--archive", root, "--format", form, "--facets")
    assert "2025-03-01-dns" in clean(run, 0)
    clean(postmortem("search", "xyzzy", "--archive", root, "--format", form), 1)


def test_what_is_printed_commands_no_terminal(tmp_path: Path) -> None:
    root = make(tmp_path, {PATH: with_section("## Summary\n\nzebra \x1b]0;owned\x07 x")})
    assert "\x1b" not in clean(postmortem("search", "zebra", "--archive", root), 0)
