"""What texts are found by: words by their stems, exact things as they are typed and by parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortem_archive.analysis import is_common, terms
from postmortem_archive.analysis.stems import stem
from postmortem_archive.analysis.words import STOP_WORDS
from tests.helpers import lines_run


def texts(text: str) -> list[str]:
    return [f"{term.text}@{term.position}" for term in terms(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The pools were exhausted.", "pool@1 exhaust@3"),
        ("ERR max number of clients reached", "err@0 max@1 number@2 client@4 reach@5"),
        ("idx_tasks_user_status", "idx_tasks_user_status@0 idx@0 task@1 user@2 statu@3"),
        ("p99>15s", "p99>15s@0 p@0 99@1 15@2"),
        ("kube-state-metrics", "kube-state-metrics@0 kube@0 state@1 metric@2"),
        ("CVE-2021-44228", "cve-2021-44228@0 cve@0 2021@1 44228@2"),
        ("maxActiveConnections", "maxactiveconnect@0 max@0 activ@1 connect@2"),
        ("HTTPServer, SLOs", "httpserver@0 http@0 server@1 slo@2"),
        ("CoreDNS coredns DNS", "coredn@0 core@0 dns@1 coredn@2 dns@3"),
        ("(/var/log/app.log)", "var/log/app.log@0 var@0 log@1 app@2 log@3"),
        ("https://db1.example.com:5432/x",
         "db1.example.com:5432/x@1 db@1 1@2 exampl@3 com@4 5432@5 x@6 http@0"),
        ("**v1.25.3**, 503", "v1.25.3@0 v@0 1@1 25@2 3@3 503@4"),
        ("Überlastung in München", "uberlastung@0 munchen@2"),
        ("заказы 注文", "заказы@0 注文@1"),
        ("didn't it's", ""),
        ("__init__ _", "init@0"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_text_is_found_by_these_terms(text: str, expected: str) -> None:
    assert sorted(texts(text)) == sorted(expected.split())


def test_terms_know_their_kind_and_their_token() -> None:
    found = list(terms("Restart kube-state-metrics (503)"))
    assert [(t.text, t.kind) for t in found] == [
        ("restart", "word"),
        ("kube-state-metrics", "exact"),
        ("kube", "part"),
        ("state", "part"),
        ("metric", "part"),
        ("503", "exact"),
    ]
    assert "Restart kube-state-metrics (503)"[found[2].start : found[2].end] == (
        "kube-state-metrics"
    )


def test_terms_know_their_form() -> None:
    assert [t.form for t in terms("Pools ÜBERLASTET kube-state-metrics")] == [
        "pools", "uberlastet", "kube-state-metrics", "kube", "state", "metrics",
    ]  # fmt: skip


@pytest.mark.parametrize("word", ["almost", "happened", "took"])
def test_words_of_every_text_are_common(word: str) -> None:
    assert all(is_common(term.text) for term in terms(word))


@pytest.mark.parametrize(
    "word",
    ["containers", "provider", "hostname", "exception", "severe", "zero", "followers",
     "availability", "owner", "release"],
)  # fmt: skip
def test_words_of_operations_are_not_common(word: str) -> None:
    assert not any(is_common(term.text) for term in terms(word))


# The examples of the paper, step by step, and one of each rule that the author added.
_PAPER = """
caresses caress ponies poni ties ti cats cat feed feed agreed agre plastered plaster bled bled
motoring motor sing sing conflated conflat troubled troubl sized size hopping hop tanned tan
falling fall hissing hiss fizzed fizz failing fail filing file happy happi sky sky
relational relat conditional condit rational ration valenci valenc digitizer digit
conformabli conform radicalli radic differentli differ vileli vile analogousli analog
vietnamization vietnam predication predic operator oper feudalism feudal decisiveness decis
hopefulness hope callousness callous formaliti formal sensitiviti sensit sensibiliti sensibl
triplicate triplic formative form formalize formal electriciti electr electrical electr
hopeful hope goodness good revival reviv allowance allow inference infer airliner airlin
adjustable adjust defensible defens irritant irrit replacement replac adjustment adjust
dependent depend adoption adopt communism commun activate activ angulariti angular
homologous homolog effective effect bowdlerize bowdler probate probat rate rate cease ceas
controll control roll roll possibly possibl technology technolog generalizations gener
oscillators oscil
"""
PAPER = _PAPER.split()


@pytest.mark.parametrize(("word", "expected"), list(zip(PAPER[::2], PAPER[1::2], strict=True)))
def test_stems_are_those_of_the_paper(word: str, expected: str) -> None:
    assert stem(word) == expected


@given(st.text(max_size=200))
def test_any_text_has_terms_in_order_and_none_is_a_stop_word(text: str) -> None:
    found = list(terms(text))
    assert [t.start for t in found] == sorted(t.start for t in found)
    assert all(term.text and term.text == term.text.lower() for term in found)
    assert not STOP_WORDS & {t.text for t in found if t.kind == "word" and len(t.text) < 4}


@pytest.mark.parametrize("part", ["a", "aB", "a-", "-", "1a", "A", "_", "a..", "ä", "a b "])
def test_twice_the_text_is_at_most_twice_the_work(part: str) -> None:
    def work(times: int) -> int:
        return lines_run(lambda: list(terms(part * times)))

    assert work(6000) < 2.3 * work(3000) + 50
