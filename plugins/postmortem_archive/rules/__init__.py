"""The rules, in a list, and the run of all of them over an archive."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Protocol

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.archive_file import RuleSetting
from postmortem_archive.model.finding import Finding, Level, Problem
from postmortem_archive.model.postmortem import Postmortem, Waiver
from postmortem_archive.model.status import Status, has_reached
from postmortem_archive.rules import (
    action_due_after_limit,
    action_due_before_incident,
    action_none_prevents,
    action_priorities_equal,
    action_priority_unknown,
    action_repeated,
    action_several_owners,
    action_status_unknown,
    action_type_unknown,
    action_vague,
    action_without_due_date,
    action_without_owner,
    animated_word,
    blame,
    byte_order_mark,
    cause_unknown,
    counterfactual,
    date_differs,
    date_differs_from_file_name,
    detection_unknown,
    duration_differs,
    error_budget_impossible,
    field_duplicate,
    field_missing,
    field_unknown,
    field_unreadable,
    file_unreadable,
    front_matter_missing,
    front_matter_unclosed,
    human_error,
    id_repeated,
    link_broken,
    mean_of_one,
    measure_differs,
    moment_not_in_timeline,
    moments_out_of_order,
    person_named,
    placeholder_left,
    section_empty,
    section_missing,
    service_unknown,
    severity_unknown,
    tag_unknown,
    team_unknown,
    template_unknown,
    template_unreadable,
    time_not_in_timeline,
    timeline_out_of_order,
    timeline_time_unreadable,
    timeline_zone_missing,
    title_repeated,
    verdict_unknown,
    verdicts_contradict,
    waiver_unused,
    waiver_without_reason,
    weekday_differs,
    yaml_unreadable,
)
from postmortem_archive.rules.settings import settings_problems


class Rule(Protocol):
    """A module in this folder. Its docstring is its manual page.

    `ID` names what it forbids and is never reused; `BINDS` is the status from which a
    finding fails the check; `check` yields problems, with places, without naming itself.
    """

    __doc__: str | None
    ID: str
    BINDS: Status

    def check(self, postmortem: Postmortem, archive: Archive) -> Iterator[Problem]: ...


# In the order of the manual: can the file be read, are its fields right, its text, its claims.
RULES: tuple[Rule, ...] = (
    file_unreadable,
    byte_order_mark,
    front_matter_missing,
    front_matter_unclosed,
    yaml_unreadable,
    template_unreadable,
    field_missing,
    field_unknown,
    field_duplicate,
    field_unreadable,
    severity_unknown,
    service_unknown,
    team_unknown,
    tag_unknown,
    cause_unknown,
    detection_unknown,
    template_unknown,
    verdict_unknown,
    verdicts_contradict,
    title_repeated,
    id_repeated,
    moments_out_of_order,
    date_differs_from_file_name,
    section_missing,
    section_empty,
    placeholder_left,
    blame,
    counterfactual,
    human_error,
    animated_word,
    person_named,
    timeline_zone_missing,
    timeline_time_unreadable,
    timeline_out_of_order,
    moment_not_in_timeline,
    time_not_in_timeline,
    duration_differs,
    measure_differs,
    date_differs,
    weekday_differs,
    mean_of_one,
    error_budget_impossible,
    action_vague,
    action_without_owner,
    action_several_owners,
    action_without_due_date,
    action_due_before_incident,
    action_due_after_limit,
    action_priority_unknown,
    action_status_unknown,
    action_type_unknown,
    action_priorities_equal,
    action_none_prevents,
    action_repeated,
    link_broken,
    waiver_without_reason,
    waiver_unused,
)
BY_ID: dict[str, Rule] = {rule.ID: rule for rule in RULES}

# What says that a file could not be read as a postmortem at all; nothing else is told then.
_UNREADABLE = frozenset({file_unreadable.ID, front_matter_missing.ID, front_matter_unclosed.ID})
_READING = RULES[: RULES.index(yaml_unreadable) + 1]


def check(archive: Archive, paths: Collection[str] | None = None) -> list[Finding]:
    """All findings, sorted by path and place; of the given paths only, if any are given."""
    found = [
        Finding(path, p.line, p.column, p.rule, p.message, edit=p.edit)
        for path, problems in archive.file_problems.items()
        for p in problems
    ]
    found.extend(
        Finding("archive.yml", p.line, p.column, p.rule, p.message)
        for p in settings_problems(archive, BY_ID)
    )
    for postmortem in archive.postmortems:
        if paths is None or postmortem.path in paths:
            found.extend(check_one(postmortem, archive))
    if paths is not None:
        found = [finding for finding in found if finding.path in paths]
    # Stable, so that findings of one place keep the order of the rules and of the template.
    return sorted(dict.fromkeys(found), key=lambda f: (f.path, f.line, f.column))


def check_one(postmortem: Postmortem, archive: Archive) -> list[Finding]:
    """The findings of one postmortem, waived ones left out."""
    used: set[Waiver] = set()
    found: list[Finding] = []
    unreadable = any(problem.rule in _UNREADABLE for problem in postmortem.problems)
    for rule in _READING if unreadable else RULES:
        if rule in (waiver_without_reason, waiver_unused):
            continue  # they need to know what the others found
        found.extend(_findings(rule, postmortem, archive, used))
    without_used = replace(
        postmortem, waivers=tuple(w for w in postmortem.waivers if w not in used)
    )
    found.extend(_findings(waiver_without_reason, postmortem, archive, set()))
    found.extend(_findings(waiver_unused, without_used, archive, set()))
    return found


def _findings(
    rule: Rule, postmortem: Postmortem, archive: Archive, used: set[Waiver]
) -> Iterator[Finding]:
    setting = archive.file.policy.rules.get(rule.ID, RuleSetting())
    if setting.off or (setting.since and postmortem.day and postmortem.day < setting.since):
        return
    for problem in rule.check(postmortem, archive):
        needed = setting.binds or problem.binds or rule.BINDS
        level: Level = "error" if has_reached(postmortem.status, needed) else "note"
        waiver = _waiver(postmortem, rule.ID, problem.line)
        if waiver:
            used.add(waiver)
            continue
        p = problem
        yield Finding(postmortem.path, p.line, p.column, rule.ID, p.message, level, p.edit)


def _waiver(postmortem: Postmortem, rule: str, line: int) -> Waiver | None:
    return next(
        (w for w in postmortem.waivers_of(rule) if w.first_line <= line <= w.last_line), None
    )
