"""The keys of `as_data` declared: what `stats --format json` and statistics.json are made of."""

from collections.abc import Iterator

from postmortem_archive.model.key import Key
from postmortem_archive.statistics.definitions import DEFINITIONS, NAMES

_LOW_HIGH = "Its bounds, [low, high]; null where one cannot be given."


def _share(path: str, what: str) -> Iterator[Key]:
    yield Key(f"{path}.n", "integer", what)
    yield Key(f"{path}.of", "integer", "Of how many.")
    yield Key(f"{path}.share", "number or null", "`n` divided by `of`.", "from 0 to 1")
    yield Key(f"{path}.interval", "list of two numbers", _LOW_HIGH, "from 0 to 1")
    yield Key(f"{path}.incidents", "list of ids", "Those meant by `n`.")


def _hours(path: str) -> Iterator[Key]:
    yield Key(f"{path}.n", "integer", "Incidents of which the time is known.")
    yield Key(f"{path}.missing", "integer", "Incidents of which it is not.")
    yield Key(f"{path}.minutes", "number", "Their time, added up.", "minutes")
    yield Key(f"{path}.incidents", "object", "The time of each, by id, the longest first.")
    yield Key(f"{path}.incidents.*", "number", "The time of one.", "minutes")
    yield Key(f"{path}.without", "list of ids", "Those of `missing`.")


def _duration(path: str) -> Iterator[Key]:
    yield Key(f"{path}.n", "integer", "Incidents of which it is known.")
    yield Key(f"{path}.missing", "integer", "Incidents of which it is not.")
    yield Key(f"{path}.impossible", "integer", "Of those, the ones that end before they start.")
    yield Key(f"{path}.stated", "integer", "Of `n`, those that a report states without moments.")
    yield Key(f"{path}.withheld", "true or false", "Whether `n` is too small, by the policy.")
    for name, what in (("median", "The median"), ("p90", "Nine in ten took no longer")):
        yield Key(f"{path}.{name}", "number or null", f"{what}; null if withheld.", "minutes")
        yield Key(f"{path}.{name}_interval", "list of two numbers", _LOW_HIGH, "minutes")
    yield Key(f"{path}.mean", "number or null", "The mean; null if withheld.", "minutes")
    yield Key(f"{path}.mean_interval", "list of two numbers", _LOW_HIGH, "minutes")
    yield Key(f"{path}.incidents", "object", "The time of each, by id, the longest first.")
    yield Key(f"{path}.incidents.*", "number", "The time of one.", "minutes")
    yield Key(f"{path}.without", "list of ids", "Those of `missing`.")


def _figure(name: str) -> Key:
    kind = "list of objects" if name == "budgets" else "object"
    return Key(f"figures.{name}", kind, f"{NAMES[name]}. {DEFINITIONS[name]}")


def _figures() -> Iterator[Key]:
    yield _figure("incidents")
    yield Key("figures.incidents.n", "integer", "How many.")
    yield Key("figures.incidents.interval", "list of two numbers", _LOW_HIGH)
    yield Key("figures.incidents.incidents", "list of ids", "All of them, newest first.")
    yield _figure("frequency")
    yield Key("figures.frequency.n", "integer", "How many incidents.")
    yield Key("figures.frequency.days", "integer", "Days of the period that are over.", "days")
    yield Key("figures.frequency.per_month", "number or null", "Incidents per month.")
    yield Key("figures.frequency.interval", "list of two numbers", _LOW_HIGH)
    yield Key("figures.frequency.months", "object", "Incidents of each month, also of none.")
    yield Key("figures.frequency.months.*", "integer", "Of one month, YYYY-MM.")
    yield Key(
        "figures.frequency.dispersion",
        "number or null",
        "Variance of the monthly numbers divided by their mean: 1 if incidents are independent.",
    )
    yield Key(
        "figures.frequency.bunched",
        "true or false",
        "Whether they are not; the bounds are wider then.",
    )
    yield Key("figures.frequency.gaps", "integer", "How many times between two incidents.")
    yield Key("figures.frequency.median_gap_days", "number or null", "Their median.", "days")
    yield Key("figures.frequency.median_gap_interval", "list of two numbers", _LOW_HIGH, "days")
    for name in ("detect", "acknowledge", "mitigate", "recover"):
        yield _figure(name)
        yield from _duration(f"figures.{name}")
    yield _figure("detection")
    yield Key("figures.detection.missing", "integer", "Incidents of which it is not told.")
    yield Key("figures.detection.sources", "object", "By what noticed them.")
    yield Key("figures.detection.sources.*", "object", "One source, such as alert.")
    yield from _share("figures.detection.sources.*", "Incidents that it noticed first.")
    yield Key("figures.detection.without", "list of ids", "Those of `missing`.")
    yield _figure("impact")
    yield from _hours("figures.impact")
    yield Key("figures.impact.causes", "object", "The same by cause, the largest first.")
    yield Key("figures.impact.causes.*", "object", "One cause.")
    yield from _hours("figures.impact.causes.*")
    yield _figure("phases")
    yield Key("figures.phases.n", "integer", "Incidents with all five moments in order.")
    yield Key("figures.phases.missing", "integer", "All others.")
    yield Key("figures.phases.minutes", "object", "The time of each phase, added up.")
    yield Key(
        "figures.phases.minutes.*",
        "number",
        "undetected, unacknowledged, unmitigated or unresolved.",
        "minutes",
    )
    yield Key("figures.phases.shares", "object", "The same as parts of the whole.")
    yield Key("figures.phases.shares.*", "number or null", "Of one phase.", "from 0 to 1")
    yield Key("figures.phases.incidents", "list of ids", "Those of `n`.")
    yield Key("figures.phases.without", "list of ids", "Those of `missing`.")
    yield from _budgets()
    yield _figure("repeats")
    yield from _share("figures.repeats", "Incidents with a verdict repeat_of.")
    yield Key("figures.repeats.earlier", "object", "What each of them repeats, by id.")
    yield Key("figures.repeats.earlier.*", "list of ids", "What one of them repeats.")
    yield Key(
        "figures.repeats.chains",
        "list of lists of ids",
        "Incidents that repeat one another, each chain from the first on.",
    )
    yield _figure("despite")
    yield from _share("figures.despite", "Repeats of an incident with an action not done.")
    yield _figure("unanswered")
    yield from _share("figures.unanswered", "Incidents without the verdict.")
    yield Key(
        "figures.unanswered.asked",
        "integer or null",
        "Incidents that archive.yml asks what they look like by content; null if it asks none.",
    )
    yield Key("figures.unanswered.earlier", "object", "What each of `incidents` looks like, by id.")
    yield Key("figures.unanswered.earlier.*", "list of ids", "What one of them looks like.")

    yield from _written()
    yield from _coverage()
    yield from _actions()


def _written() -> Iterator[Key]:
    one = "figures.publish"
    yield _figure("publish")
    yield Key(f"{one}.n", "integer", "Incidents of which the day of publication is known.")
    yield Key(f"{one}.missing", "integer", "Incidents of which the time is not known.")
    yield Key(f"{one}.withheld", "true or false", "Whether `n` is too small, by the policy.")
    yield Key(f"{one}.median", "number or null", "The median; null if withheld.", "business days")
    yield Key(f"{one}.median_interval", "list of two numbers", _LOW_HIGH, "business days")
    yield Key(f"{one}.p90", "number or null", "Nine in ten took no longer.", "business days")
    yield Key(f"{one}.mean", "number or null", "The mean; null if withheld.", "business days")
    yield Key(
        f"{one}.due", "integer", "Incidents of which it is known whether they met the deadline."
    )
    yield Key(f"{one}.late", "list of ids", "Of those, the ones that did not.")
    yield Key(f"{one}.share_in_time", "number or null", "Of `due`, those in time.", "from 0 to 1")
    yield Key(f"{one}.in_time_interval", "list of two numbers", _LOW_HIGH, "from 0 to 1")
    yield Key(f"{one}.waiting", "list of ids", "Incidents that are not published as yet.")
    yield Key(f"{one}.incidents", "object", "The time of each, by id.")
    yield Key(f"{one}.incidents.*", "integer", "The time of one.", "business days")
    yield Key(f"{one}.without", "list of ids", "Those of `missing`.")


def _coverage() -> Iterator[Key]:
    one = "figures.coverage"
    yield _figure("coverage")
    yield Key(f"{one}.n", "integer", "Incidents that need a postmortem and have a final one.")
    yield Key(f"{one}.of", "integer", "Incidents that need one.")
    yield Key(f"{one}.withheld", "true or false", "Whether `of` is too small, by the policy.")
    yield Key(f"{one}.share", "number or null", "`n` divided by `of`.", "from 0 to 1")
    yield Key(f"{one}.interval", "list of two numbers", _LOW_HIGH, "from 0 to 1")
    yield Key(
        f"{one}.from_list",
        "true or false",
        "Whether a list of all incidents was read; "
        "without one, those that nobody wrote about are not known.",
    )
    yield Key(f"{one}.definition", "text", "What is counted here, in a sentence.")
    for name, what in (
        ("unfinished", "Those whose postmortem is not final."),
        ("missing", "Those that have none."),
        ("late", "Those whose postmortem was late, or is."),
        ("unjudged", "Those of which it is not told whether they need one."),
    ):
        yield Key(f"{one}.{name}", "list of objects", what)
        yield Key(f"{one}.{name}[].id", "text", "The postmortem's id, or the list's.")
        yield Key(f"{one}.{name}[].why", "list of texts", "Why it needs one.")
        yield Key(f"{one}.{name}[].due", "text or null", "When it is due.", "YYYY-MM-DD")
    yield Key(
        f"{one}.unlisted",
        "list of ids",
        "Postmortems that need to be there and that the list does not have.",
    )
    yield Key(f"{one}.near_misses", "list of ids", "Near-misses that were written about.")


def _actions() -> Iterator[Key]:
    yield _figure("completion")
    yield from _completion("figures.completion")
    yield Key("figures.completion.open", "integer", "Neither done nor declined.")
    yield Key("figures.completion.declined", "integer", "Declined; in neither `n` nor `of`.")
    yield Key("figures.completion.median_age_days", "number or null", "Of the open ones.", "days")
    yield Key(
        "figures.completion.by_priority",
        "object",
        "The same by priority; by an empty name those without one.",
    )
    yield Key("figures.completion.by_priority.*", "object", "Of one priority.")
    yield from _completion("figures.completion.by_priority.*")
    yield _figure("overdue")
    yield Key("figures.overdue.n", "integer", "How many.")
    yield Key("figures.overdue.longest_days", "integer or null", "For how long, at most.", "days")
    yield Key("figures.overdue.actions", "list of objects", "Each, the longest overdue first.")
    yield Key("figures.overdue.actions[].postmortem", "text", "The postmortem's id.")
    yield Key("figures.overdue.actions[].text", "text", "What is to be done.")
    yield _figure("reissued")
    yield Key("figures.reissued.n", "integer", "How many.")
    yield Key(
        "figures.reissued.postmortems",
        "list of lists of ids",
        "For each, the postmortems that have it.",
    )


def _completion(path: str) -> Iterator[Key]:
    yield Key(f"{path}.n", "integer", "Actions that are done.")
    yield Key(f"{path}.of", "integer", "Actions that are not declined.")
    yield Key(
        f"{path}.without_status",
        "integer",
        "Of those, without a status that is understood; they count as not done.",
    )
    yield Key(f"{path}.withheld", "true or false", "Whether `of` is too small, by the policy.")
    yield Key(f"{path}.share", "number or null", "`n` divided by `of`.", "from 0 to 1")
    yield Key(f"{path}.interval", "list of two numbers", _LOW_HIGH, "from 0 to 1")


def _budgets() -> Iterator[Key]:
    yield _figure("budgets")
    one = "figures.budgets[]"
    yield Key(f"{one}.service", "text", "The service.")
    yield Key(f"{one}.objective", "number", "Its objective.", "%")
    yield Key(f"{one}.window_minutes", "number", "The objective's window.", "minutes")
    yield Key(f"{one}.allowed_minutes", "number", "The bad time that it allows.", "minutes")
    yield Key(f"{one}.windows", "list of objects", "The windows with incidents, newest first.")
    yield Key(f"{one}.windows[].name", "text", "Which: 2026-Q1, 2026-02.")
    yield Key(f"{one}.windows[].since", "text", "Its first day.", "YYYY-MM-DD")
    yield Key(f"{one}.windows[].until", "text", "Its last day.", "YYYY-MM-DD")
    yield Key(f"{one}.windows[].minutes", "number", "Bad time in it.", "minutes")
    yield Key(
        f"{one}.windows[].share",
        "number or null",
        "Of what is allowed; over 1 is overspent. Null if an objective of 100 % allows nothing.",
    )
    yield Key(f"{one}.windows[].incidents", "list of ids", "The incidents behind it.")
    yield Key(f"{one}.without", "list of ids", "Incidents of which the length is not known.")


_CHANGES = (
    Key("changes", "list of objects", "Against the period before; empty without a period."),
    Key("changes[].figure", "text", "Which: incidents, repeats, detect or recover."),
    Key("changes[].now", "number or null", "Of this period: how many, what share, or the median.",
        "minutes, of durations"),
    Key("changes[].before", "number or null", "Of the one before, a number as if it were as long."),
    Key("changes[].n", "integer", "Incidents behind `now`."),
    Key("changes[].n_before", "integer", "Incidents behind `before`."),
    Key("changes[].difference", "number or null", "By how much; of durations, of a typical pair."),
    Key("changes[].interval", "list of two numbers", "Bounds of the difference, [low, high]."),
    Key("changes[].is_change", "true or false", "Whether chance alone is no good explanation: the "
        "bounds exclude 0."),
)  # fmt: skip

WHOLE: tuple[Key, ...] = (
    Key("version", "integer", "Counted up whenever a key changes its meaning or goes."),
    Key("archive", "text", "The archive's name."),
    Key("today", "text", "The day as of which it is reckoned.", "YYYY-MM-DD"),
    Key("definitions", "object", "What each figure is, in a sentence, by its name."),
    Key("definitions.*", "text", "Of one figure."),
    Key("name", "text", "Which postmortems: All, SEV-1, 2026-Q1."),
    Key("since", "text or null", "The first day of the period.", "YYYY-MM-DD"),
    Key("until", "text or null", "The last day of the period.", "YYYY-MM-DD"),
    Key("apart", "object", "Near-misses, drills, projects and maintenance, which are not counted."),
    Key("apart.*", "list of ids", "Those of one kind."),
    Key("figures", "object", "The figures, by name."),
    *_figures(),
    *_CHANGES,
    Key("slices", "object", "The same side by side, by dimension."),
    Key("slices.*", "list of objects", "For each value of a dimension `name`, `since`, `until`, "
        "`figures` and `changes` as above. In statistics.json without lists of ids or texts, "
        "`mean_interval` and `by_priority`."),
)  # fmt: skip
