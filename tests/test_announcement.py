"""What is told to customers and colleagues, and what must never be."""

import os
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortem_archive import markdown
from postmortem_archive.announcement import Announcement, announce, quoting
from postmortem_archive.announcement.facts import data, figure
from postmortem_archive.load import load
from postmortem_archive.message import FORMS, Linked, Message, Part
from postmortem_archive.model.front_matter import Impact
from tests.helpers import ARCHIVE, PATH, POSTMORTEM, ROOT, archive_of, make, with_field
from tests.test_commands import clean, postmortem

GOLDEN = ROOT / "tests" / "announcements" / "expected.txt"
SHIPPED = load(ROOT / "postmortems")
RETOLD = (
    "2023-11-24-checkout-black-friday-cache-stampede",
    "2025-01-15-checkout-database-connection-leak",
    "2025-03-10-survey-delivery-redis-connection-limit",
    "2026-02-15-order-service-connection-pool",
    "2026-04-10-cloudboard-api-missing-index",
    "2021-06-30-every-kubernetes-service-answers-503-eks-upgrade",
    "2018-03-13-hub-cannot-restart-while-a-lost-pod-holds-its-volume",
)
OUTSIDE = "## For customers\n\nYou could not order. We made the pool larger.\n"


def with_words(words: str, text: str = POSTMORTEM) -> str:
    return f"{text}\n## For customers\n\n{words}\n"


def told(tmp_path: Path, text: str, audience: str, archive: str = ARCHIVE) -> Announcement:
    read = archive_of(tmp_path, {PATH: text}, archive)
    return announce(read.by_path[PATH], read, audience, PATH)  # type: ignore[arg-type]


def text_of(announcement: Announcement) -> str:
    return FORMS["text"](announcement.message)


def test_the_retold_incidents_read_as_expected() -> None:
    found = ""
    for one in RETOLD:
        for audience in ("customers", "internal"):
            run = postmortem("announce", one, "--for", audience)
            found += f"==== {one} --for {audience}\n{clean(run, 0)}{run.stderr}"
    if os.environ.get("REWRITE_GOLDEN"):
        GOLDEN.write_text(found, encoding="utf-8")
    assert found == GOLDEN.read_text(encoding="utf-8")


@pytest.mark.parametrize("one", SHIPPED.postmortems, ids=lambda p: p.id)
def test_nothing_internal_of_a_shipped_postmortem_reaches_customers(one: object) -> None:
    front = one.front  # type: ignore[attr-defined]
    announcement = announce(one, SHIPPED, "customers")  # type: ignore[arg-type]
    text = text_of(announcement).casefold()
    actions = one.actions  # type: ignore[attr-defined]
    inside = [one.title, one.id, front.severity, front.tracker]  # type: ignore[attr-defined]
    inside += [front.incident_commander, *front.responders, *front.authors]
    inside += [f"{team} team" for team in front.teams]
    inside += [address for some in front.links.values() for address in some]
    inside += [words for action in actions for words in (action.text, action.owner)]
    inside += [meaning for name in front.causes for meaning in [(SHIPPED.file.causes or {})[name]]]
    inside += ["http", "usd", "ticket", *front.causes]
    assert [words for words in inside if words and words.casefold() in text] == []


def test_customers_are_told_what_the_fields_say(tmp_path: Path) -> None:
    text = with_field(
        "impact: {users: ~15000, requests: 1, data_loss: none, revenue: 9 USD}\ntracker: INC-42"
    )
    # 14:23 to 15:08 are 45 minutes.
    assert text_of(told(tmp_path, text, "customers")) == (
        "Incident on 15 February 2026\n\n"
        "What was affected: Takes orders.\n\n"
        "It lasted 45 minutes, on 15 February 2026 from 14:23 to 15:08 UTC.\n\n"
        "About 15,000 users were affected. 1 request failed. No data was lost.\n"
    )


def test_the_section_for_customers_is_the_text(tmp_path: Path) -> None:
    words = (
        "You could *not* order; see [the page](https://status.acme.io/1) and [this](x.md).\n\n"
        "<!-- from Jamie -->\n\n- We made the `pool` larger.\n- ![picture](a.png) It is tested."
    )
    announcement = told(tmp_path, with_words(words), "customers")
    assert announcement.refused == ()
    assert not any("For customers" in one for one in announcement.missing)
    assert text_of(announcement).split("\n\n")[1:3] == [
        "You could not order; see the page (https://status.acme.io/1) and this.",
        "- We made the pool larger.\n- It is tested.",
    ]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("Jamie restarted it.", "person-named"),
        ("“Jamie restarted it”, we heard.", "person-named"),
        ("> Jamie restarted it.", "person-named"),
        ("    Jamie restarted it.", "person-named"),
        ("Write to jane.doe@orders.acme please.", "email-address"),
        ("Call +44 20 7946 0123.", "phone-number"),
        ("The host 10.0.32.54 was down.", "internal-address"),
        ("The host db-1.acme.internal was down.", "internal-address"),
        ("The password: hunter2-winter.", "credential-shown"),
        ("It was a SEV-2.", "a severity"),
        ("See inc-42.", "tracker"),
        ("The platform team mended it.", "a team or an owner"),
        ("Our on-call engineer mended it.", "a person or role"),
        ("See https://chat.acme.io/inc.", "`links`"),
    ],
)
def test_what_is_internal_is_refused_with_its_place(tmp_path: Path, words: str, why: str) -> None:
    text = with_words(
        words,
        with_field(
            "tracker: INC-42\nresponders: [on-call engineer]\nteams: [platform]\n"
            "links: {channel: https://chat.acme.io/inc}"
        ),
    )
    # What is allowed inside does not make it fit for outside.
    archive = ARCHIVE.replace(", internal_addresses: [private]", ", people: names")
    archive += "  rules: {}\n" if "policy:\n" in archive else ""
    line = text.count("\n", 0, text.index(words)) + 1
    found = told(tmp_path, text, "customers", archive).refused
    assert [f.line for f in found] == [line]
    assert why in f"{found[0].rule} {found[0].message}"


def test_plain_words_that_are_also_names_are_no_reason_to_refuse(tmp_path: Path) -> None:
    text = with_words("Our platform was down; a major outage.", with_field("severity: Major"))
    archive = ARCHIVE.replace("SEV-2:", "Major:")
    assert told(tmp_path, text, "customers", archive).refused == ()


def test_only_a_waiver_in_the_text_itself_counts(tmp_path: Path) -> None:
    words = "Jamie, our product, was down."
    waiver = "<!-- allow person-named: Jamie is our product -->"
    whole = POSTMORTEM.replace("---\ntitle", "---\n# allow person-named: all agreed\ntitle", 1)
    assert told(tmp_path / "a", with_words(words, whole), "customers").refused
    assert not told(tmp_path / "b", with_words(f"{words} {waiver}"), "customers").refused


def test_an_unfit_description_of_a_service_is_refused(tmp_path: Path) -> None:
    archive = ARCHIVE.replace("Takes orders.", "'Runs on db.acme.internal.'")
    (found,) = told(tmp_path, POSTMORTEM, "customers", archive).refused
    assert (found.path, found.line, found.rule) == ("archive.yml", 8, "internal-address")


def test_the_summary_is_told_to_customers_only_if_the_postmortem_is_public(tmp_path: Path) -> None:
    assert "Orders were stuck" not in text_of(told(tmp_path, POSTMORTEM, "customers"))
    public = with_field("visibility: public")
    assert "Orders were stuck for 45" in text_of(told(tmp_path, public, "customers"))
    assert told(
        tmp_path, public.replace("Orders were", "By Jamie, orders were"), "customers"
    ).refused


@pytest.mark.parametrize("audience", ["customers", "internal"])
def test_a_restricted_postmortem_is_announced_to_nobody(tmp_path: Path, audience: str) -> None:
    root = make(tmp_path, {PATH: with_words("Sorry.", with_field("visibility: restricted"))})
    run = postmortem("announce", "orders-stuck", "--for", audience, cwd=root)
    assert clean(run, 1) == ""
    assert f"{PATH}:12:" in run.stderr
    assert "restricted, and is announced to nobody" in run.stderr
    assert "Orders stuck" not in run.stderr


def test_no_trace_of_a_restricted_postmortem_that_is_repeated(tmp_path: Path) -> None:
    earlier = "2026/2026-01-10-secret.md"
    text = with_field("repeat_of: [2026-01-10-secret]")
    for visibility, shown in (("restricted", False), ("internal", True)):
        files: dict[str, str | bytes] = {
            PATH: text,
            earlier: with_field(f"title: Hush\nvisibility: {visibility}"),
        }
        root = make(tmp_path / visibility, files)
        out = clean(postmortem("announce", PATH, "--for", "internal", cwd=root), 0)
        assert ("Hush" in out) is shown
        assert ("2026-01-10-secret" in out) is shown


def test_a_near_miss_is_nothing_for_customers_unless_somebody_wrote_it(tmp_path: Path) -> None:
    near = with_field("kind: near-miss")
    assert "near-miss is nothing" in told(tmp_path, near, "customers").refused[0].message
    assert "All is well." in text_of(told(tmp_path, with_words("All is well.", near), "customers"))


def test_a_draft_is_told_and_said_to_be_one(tmp_path: Path) -> None:
    text = "---\ntitle: Orders stuck\nstatus: draft\n---\n\n## Summary\n\nOrders were stuck.\n"
    root = make(tmp_path, {PATH: text})
    run = postmortem("announce", PATH, "--for", "customers", cwd=root)
    assert clean(run, 0) == "Incident on 15 February 2026\n"
    assert "this is a draft, not final" in run.stderr
    for missing in ("For customers", "services", "started, resolved", "impact.users", "data_loss"):
        assert missing in run.stderr


def test_moments_out_of_order_make_no_duration(tmp_path: Path) -> None:
    announcement = told(tmp_path, with_field("resolved: 2026-02-15T13:00Z"), "customers")
    assert "It began on 15 February 2026 at 14:23 UTC.\n" in text_of(announcement)
    assert any("out of order" in one for one in announcement.missing)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        # From 23:50 to 00:10 of the next day are 20 minutes.
        ("started: 2026-02-15T23:50Z\nresolved: 2026-02-16T00:10Z",
         "It lasted 20 minutes, from 15 February 2026, 23:50 UTC, to 16 February 2026, 00:10 UTC."),
        # The clocks changed: 01:30 +01:00 to 03:30 +02:00 is one hour.
        ("started: 2026-03-29T01:30+01:00\nresolved: 2026-03-29T03:30+02:00",
         "It lasted 1 hour, from 29 March 2026, 01:30 UTC+01:00, to 29 March 2026, "
         "03:30 UTC+02:00."),
        ("resolved: ''\nmitigated: 2026-02-15T15:00Z",
         "It began on 15 February 2026 at 14:23 UTC. The impact was stopped on 15 February 2026 "
         "at 15:00 UTC."),
        ("started: ''", "It was over on 15 February 2026 at 15:08 UTC."),
        ("started: ''\nresolved: ''\ntime_to_recover: 2 h", "It lasted 2 hours."),
        ("resolved: 2026-02-15T14:23:20Z",
         "It lasted less than a minute, on 15 February 2026 from 14:23 to 14:23 UTC."),
    ],
)  # fmt: skip
def test_when_it_was_in_words(tmp_path: Path, fields: str, expected: str) -> None:
    assert f"\n{expected}\n" in text_of(told(tmp_path, with_field(fields), "customers"))


@pytest.mark.parametrize(
    ("impact", "expected"),
    [
        ("users: 1", "1 user was affected."), ("users: 0", "No users were affected."),
        ("users: ~40%", "About 40% of users were affected."),
        ("users: 300 customers", "300 customers were affected."),
        ("users: 0%", "No users were affected."), ("users: 1.5%", "1.5% of users were affected."),
    ],
)  # fmt: skip
def test_figures_are_sentences(tmp_path: Path, impact: str, expected: str) -> None:
    archive = archive_of(tmp_path, {PATH: with_field(f"impact: {{{impact}}}")})
    assert figure("users", archive.by_path[PATH]) == expected


@pytest.mark.parametrize(
    ("said", "in_short", "in_full"),
    [
        ("none", "No data was lost.", "No data was lost."),
        ("No", "No data was lost.", "No data was lost."),
        ("yes", "Data was lost.", "Data was lost."),
        ("3 h of writes on db-2", "Data was lost.", "Data lost: 3 h of writes on db-2."),
        ("unknown", "", "Data lost: unknown."),
        ("12 orders, all replayed", "", "Data lost: 12 orders, all replayed."),
        ("none so far", "", "Data lost: none so far."),
    ],
)
def test_of_data_customers_are_told_what_is_sure(said: str, in_short: str, in_full: str) -> None:
    one = SHIPPED.postmortems[0]
    front = one.front.model_copy(update={"impact": Impact(data_loss=said)})
    (fate,) = data(replace(one, front=front))
    assert (fate.in_short, fate.in_full) == (in_short, in_full)


def test_people_become_roles_for_colleagues_and_the_others_are_told(tmp_path: Path) -> None:
    text = with_field("incident_commander: Jamie Okafor\nresponders: ['@sam']").replace(
        "Orders were stuck for 45 minutes.",
        "Jamie Okafor and sam saw it; Jamie led; Maria helped.\n\nA second paragraph.",
    )
    announcement = told(tmp_path, text, "internal")
    shown = text_of(announcement)
    assert "the incident commander and the responder saw it; the incident commander led;" in shown
    assert "A second paragraph" not in shown
    assert [re.findall('"(.*?)"', f.message)[0] for f in announcement.doubts] == ["Maria"]
    names = ARCHIVE.replace("policy: {", "policy: {people: names, ")
    assert "Jamie Okafor and sam" in text_of(told(tmp_path / "b", text, "internal", names))


def test_colleagues_are_told_what_changes_and_credentials_to_nobody(tmp_path: Path) -> None:
    secret = "ghp" + "_" + "aB3dE5fG7h" * 3 + "123456"
    text = POSTMORTEM.replace("Alert when the pool", f"Replace {secret} and alert when it")
    announcement = told(tmp_path, text, "internal")
    shown = text_of(announcement)
    assert secret not in shown
    assert "is over 80 % for 2 minutes (platform, due 2026-02-22)" in shown
    assert [f.rule for f in announcement.doubts] == ["credential-shown"]


@pytest.mark.parametrize(
    ("given", "status", "expected"),
    [
        ("2026-02-15-orders-stuck", 0, "Incident on"), ("2026-02", 0, "Incident on"),
        ("ORDERS", 0, "Incident on"), (f"postmortems/{PATH}", 0, "Incident on"),
        ("checkout", 2, "is the id of several: 2026-01-01-checkout-a, 2026-01-01-checkout-b"),
        ("2026-02-15-order-struck", 2, 'did you mean "2026-02-15-orders-stuck"?'),
        ("", 2, "no postmortem has this id"),
    ],
)  # fmt: skip
def test_a_postmortem_is_found_by_any_part_of_its_id(
    tmp_path: Path, given: str, status: int, expected: str
) -> None:
    files: dict[str, str | bytes] = {
        PATH: POSTMORTEM,
        "2026/2026-01-01-checkout-a.md": POSTMORTEM,
        "2026/2026-01-01-checkout-b.md": POSTMORTEM,
    }
    make(tmp_path, files)
    run = postmortem("announce", given, "--for", "customers", cwd=tmp_path)
    assert expected in clean(run, status) + run.stderr


def test_a_file_that_is_no_postmortem_is_not_announced(tmp_path: Path) -> None:
    root = make(tmp_path, {PATH: "no front matter"})
    run = postmortem("announce", PATH, "--for", "customers", cwd=root)
    clean(run, 2)
    assert "cannot be read as a postmortem" in run.stderr


HOSTILE = "<script>x</script> [a](javascript:b) <!channel> @here *b* `c` \x1b[31m & _d_"
MESSAGE = Message(
    HOSTILE, (Part(HOSTILE, ((HOSTILE,),), ((Linked(HOSTILE, "https://a.io/b"), " x"),)),)
)


def test_no_form_lets_a_text_become_markup() -> None:
    slack = FORMS["slack"](MESSAGE)
    assert "<!" not in slack
    assert "@here" not in slack
    assert re.findall("<[^>]*", slack) == [slack[slack.index("<https") :].split(">")[0]]
    html = FORMS["html"](MESSAGE)
    assert "<script" not in html
    assert html.count("<a href") == 1
    for form in FORMS.values():
        assert "\x1b" not in form(MESSAGE)
    assert kinds(FORMS["markdown"](MESSAGE)) <= HARMLESS


HARMLESS = {"Paragraph", "Strong", "List", "Item", "Link"}


def kinds(text: str) -> set[str]:
    """What stands in a Markdown text besides words; the one link is ours."""
    found = set()
    events: list[Any] = [event for event in markdown.merged_events(text) if event != "SoftBreak"]
    for event in events:
        ((kind, tag),) = event.items() if isinstance(event, dict) else ((event, ""),)
        if kind == "Start":
            name, details = (tag, {}) if isinstance(tag, str) else next(iter(tag.items()))
            found.add(name)
            assert name != "Link" or details["dest_url"] == "https://a.io/b"
        elif kind in ("Html", "InlineHtml", "Code", "Rule", "TaskListMarker"):
            found.add(kind)
    return found


@given(st.text("ab1 #>+-=*_~`|[]()!<>&\\.:;@/\n", max_size=30))
def test_any_text_stays_text_in_markdown(text: str) -> None:
    message = Message("t", (Part("", ((text,),), ((text,), (Linked("x", "https://a.io/b"),))),))
    assert kinds(FORMS["markdown"](message)) <= HARMLESS


@given(st.text("ab1 #>+-=*_~`|[]()!<>&\\.:;@/\n", max_size=60))
def test_quoting_never_fails_and_gives_single_lines(text: str) -> None:
    assert all("\n" not in one.text and one.text for one in quoting.quoted(text))
