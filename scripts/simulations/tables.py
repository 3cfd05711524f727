"""The tables of docs/explanation/how-durations-are-measured.md on how sure its figures are."""

import re
from collections.abc import Iterable, Iterator

from scripts.simulations.counts import (
    count_arrows,
    count_claims,
    count_coverage,
    share_claims,
    share_coverage,
)
from scripts.simulations.durations import (
    KINDS,
    coverage,
    mean_arrows,
    mean_coverage,
    plain_bootstrap,
    quantile_coverage,
    shift_claims,
    textbook,
    uneven_claims,
)

Row = tuple[str, ...]
SIZES = (10, 30, 100)
SKEWED = "lognormal, log-sd 1.5"


def coverage_of_durations(trials: int) -> Iterator[Row]:
    yield ("figure", "durations", "stated", *(f"n = {n}" for n in SIZES))
    for kind in KINDS:
        yield ("mean", kind, "90 %", *(percent(mean_coverage(kind, n, trials)) for n in SIZES))
    for name, share in (("median", 0.5), ("p90", 0.9)):
        cells = (percent(quantile_coverage(share, SKEWED, n, trials)) for n in SIZES)
        yield (name, SKEWED, "95 %", *cells)


def coverage_of_rivals(trials: int) -> Iterator[Row]:
    yield ("method", "stated", *(f"n = {n}" for n in SIZES))
    truth = KINDS[SKEWED].mean
    for name, method in (
        ("mean ± 1.96 standard errors", textbook),
        ("percentile bootstrap", plain_bootstrap),
    ):
        cells = (percent(coverage(method, SKEWED, truth, n, trials)) for n in SIZES)
        yield (name, "95 %", *cells)


def coverage_of_counts() -> Iterator[Row]:
    yield ("figure", "truth", "stated", "holds")
    for mean in (0.5, 2, 9, 40):
        yield ("count", f"{mean:g} to be expected", "95 %", percent(count_coverage(mean)))
    for n, share in ((5, 0.1), (10, 0.3), (30, 0.1), (30, 0.5)):
        yield ("share", f"{percent(share)} of {n}", "95 %", percent(share_coverage(n, share)))


def claims(trials: int) -> Iterator[Row]:
    yield ("figure", "size", "no change", "three times as many, or as long")
    for mean, exposure, size in (
        (2, 1, "2 and 2 to be expected"),
        (9, 1, "9 and 9 to be expected"),
        (40, 1, "40 and 40 to be expected"),
        (9, 1 / 4, "9 in a quarter, 36 in the year before"),
    ):
        chances = (count_claims(mean, exposure, factor) for factor in (1, 3))
        yield ("count", size, *map(percent, chances))
    for n, m in ((10, 10), (30, 30), (10, 30)):
        chances = (share_claims(n, m, 0.2, factor) for factor in (1, 3))
        yield ("share", f"20 % of {n} and of {m}", *map(percent, chances))
    for n, m in ((5, 5), (10, 10), (30, 30), (5, 30)):
        chances = (shift_claims(n, m, factor, trials) for factor in (1, 3))
        yield ("duration", f"{n} and {m}, {SKEWED}", *map(percent, chances))


def arrows(trials: int) -> Iterator[Row]:
    yield ("figure", "size", "moves by a quarter", "by half")
    for mean in (9, 40):
        cells = (percent(count_arrows(mean, change)) for change in (0.25, 0.5))
        yield ("count", f"{mean} and {mean} to be expected", *cells)
    for n in (10, 30):
        cells = (percent(mean_arrows(n, change, trials)) for change in (0.25, 0.5))
        yield ("mean duration", f"{n} and {n}, {SKEWED}", *cells)


def unevenness(trials: int) -> Iterator[Row]:
    yield ("incidents a month", "months", "independent", "variance three times the mean")
    for mean, months in ((1, 12), (3, 12), (3, 24), (9, 24)):
        cells = (percent(uneven_claims(mean, months, factor, trials)) for factor in (1, 3))
        yield (f"{mean}", f"{months}", *cells)


def percent(share: float) -> str:
    return f"{share:.0%}".replace("%", " %")


def all_tables(trials: int) -> dict[str, list[Row]]:
    return {
        "durations": list(coverage_of_durations(trials)),
        "rivals": list(coverage_of_rivals(trials)),
        "counts": list(coverage_of_counts()),
        "claims": list(claims(trials)),
        "arrows": list(arrows(trials)),
        "unevenness": list(unevenness(trials)),
    }


def written(rows: Iterable[Row]) -> str:
    """A table in Markdown."""
    header, *body = rows
    lines = [header, ("---",) * len(header), *body]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def place(name: str) -> re.Pattern[str]:
    """Where a page has this table: below its comment, up to the next blank line."""
    return re.compile(rf"(<!-- Made by scripts/simulate: {name} -->\n\n)((?:\|.*\n)*)")


def put(page: str, name: str, rows: Iterable[Row]) -> str:
    """The page with this table in its place."""
    text = written(rows)
    return place(name).sub(lambda match: match[1] + text, page)


def read(page: str, name: str) -> list[Row]:
    """The table that a page has, without the line of dashes."""
    match = place(name).search(page)
    assert match, f"the page has no table {name}"
    lines = [line.strip("| ").split(" | ") for line in match[2].splitlines()]
    return [tuple(line) for number, line in enumerate(lines) if number != 1]
