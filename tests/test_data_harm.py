"""Whether a text says that data was lost, or that it was exposed."""

import pytest

from postmortem_archive.model.data_harm import was_exposed, was_lost


@pytest.mark.parametrize(
    "text",
    [
        "300 rows",
        "Prometheus data collected until 21 March 2018",
        "0.5 % of the orders of that hour",
        "Not all orders were recovered",
        "Not only logs",
        "40 rows that could not be restored",
        "12 rows, partly recovered",
        "yes",
        "true",
    ],
)
def test_data_was_lost(text: str) -> None:
    assert was_lost(text)
    assert was_exposed(text)


@pytest.mark.parametrize(
    "text",
    [
        None, "", "  ", "none", "None.", "no", "No order was lost.", "n/a", "0", "-", "––", "false",
        "Nothing", "not known", "unknown", "Possibly some rows", "zero rows",
    ],
)  # fmt: skip
def test_no_data_was_lost_or_nobody_knows(text: str | None) -> None:
    assert not was_lost(text)
    assert not was_exposed(text)


@pytest.mark.parametrize("text", ["All 300 orders were recovered by replay.", "Restored in full"])
def test_what_came_back_is_not_lost_but_what_was_seen_stays_seen(text: str) -> None:
    assert not was_lost(text)
    assert was_exposed(text)
