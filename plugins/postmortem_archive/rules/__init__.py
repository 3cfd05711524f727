"""The rules, in a list, and the run of all of them over an archive."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Protocol

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.archive_file import RuleSetting
from postmortem_archive.model.finding import Finding, Level, Problem
from postmortem_archive.model.postmortem import Postmortem, Waiver
from postmortem_archive.model.status import Status, has_reached
from postmortem_archive.rules import (
    acronym_undefined,
    action_due_after_limit,
    action_due_before_incident,
    action_id_repeated,
    action_none_prevents,
    action_none_urgent,
    action_owned_by_team,
    action_priorities_equal,
    action_priority_unknown,
    action_repeated,
    action_several_owners,
    action_status_unknown,
    action_type_unknown,
    action_vague,
    action_without_due_date,
    action_without_id,
    action_without_owner,
    alias_taken,
    animated_word,
    blame,
    byte_order_mark,
    cause_restates_symptom,
    cause_unknown,
    counterfactual,
    credential_shown,
    date_differs,
    date_differs_from_file_name,
    detection_unknown,
    duration_differs,
    earlier_incident_without_link,
    email_address,
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
    impact_without_number,
    internal_address,
    link_broken,
    mean_of_one,
    measure_differs,
    moment_not_in_timeline,
    moments_out_of_order,
    person_named,
    phone_number,
    placeholder_left,
    resemblance_unanswered,
    section_empty,
    section_missing,
    service_unknown,
    severity_against_impact,
    severity_unknown,
    summary_too_long,
    tag_unknown,
    tags_alike,
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
from postmortem_archive.rules.incident_list import list_path, list_problems
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
    tags_alike,
    detection_unknown,
    template_unknown,
    verdict_unknown,
    verdicts_contradict,
    title_repeated,
    resemblance_unanswered,
    id_repeated,
    alias_taken,
    moments_out_of_order,
    severity_against_impact,
    date_differs_from_file_name,
    section_missing,
    section_empty,
    placeholder_left,
    summary_too_long,
    impact_without_number,
    cause_restates_symptom,
    earlier_incident_without_link,
    acronym_undefined,
    blame,
    counterfactual,
    human_error,
    animated_word,
    person_named,
    credential_shown,
    email_address,
    phone_number,
    internal_address,
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
    action_without_id,
    action_id_repeated,
    action_without_owner,
    action_several_owners,
    action_owned_by_team,
    action_without_due_date,
    action_due_before_incident,
    action_due_after_limit,
    action_priority_unknown,
    action_status_unknown,
    action_type_unknown,
    action_priorities_equal,
    action_none_prevents,
    action_none_urgent,
    action_repeated,
    link_broken,
    waiver_without_reason,
    waiver_unused,
)
BY_ID: dict[str, Rule] = {rule.ID: rule for rule in RULES}

# What says that a file could not be read as a postmortem at all; nothing else is told then.
UNREADABLE = frozenset({file_unreadable.ID, front_matter_missing.ID, front_matter_unclosed.ID})
_READING = RULES[: RULES.index(yaml_unreadable) + 1]

# These look at other postmortems too; all others see nothing but one file and the archive's
# settings, so what they found holds for as long as neither changes.
ACROSS: tuple[Rule, ...] = (
    verdict_unknown,
    verdicts_contradict,
    title_repeated,
    resemblance_unanswered,
    id_repeated,
    alias_taken,
    action_repeated,
    tags_alike,
    link_broken,
)
# These need to know what the others found.
_AFTER: tuple[Rule, ...] = (waiver_without_reason, waiver_unused)
_ALONE = tuple(rule for rule in RULES if rule not in (*ACROSS, *_AFTER))
_NO_SETTING = RuleSetting()
_ORDER = {rule.ID: number for number, rule in enumerate(RULES)}


@dataclass(frozen=True, slots=True)
class Alone:
    """What was found in one file without looking at others, and the waivers it took."""

    findings: tuple[Finding, ...] = ()
    used: frozenset[Waiver] = frozenset()


def check(
    archive: Archive,
    paths: Collection[str] | None = None,
    alone: Mapping[str, Alone] = MappingProxyType({}),
) -> list[Finding]:
    """All findings, sorted by path and place; of the given paths only, if any are given.

    `alone` is what is known already of single files, by path.
    """
    found = [
        Finding(path, p.line, p.column, p.rule, p.message, edit=p.edit)
        for path, problems in archive.file_problems.items()
        for p in problems
    ]
    found.extend(
        Finding("archive.yml", p.line, p.column, p.rule, p.message, edit=p.edit)
        for p in settings_problems(archive, BY_ID)
    )
    found.extend(
        Finding(list_path(archive), p.line, p.column, p.rule, p.message)
        for p in list_problems(archive)
    )
    for postmortem in archive.postmortems:
        if paths is None or postmortem.path in paths:
            known = alone.get(postmortem.path) or check_alone(postmortem, archive)
            found.extend(_masked(_completed(known, postmortem, archive), postmortem))
    if paths is not None:
        found = [finding for finding in found if finding.path in paths]
    # Findings of one place stand in the order of the rules and, within a rule, of the template.
    return sorted(dict.fromkeys(found), key=_place)


def _place(finding: Finding) -> tuple[str, int, int, int]:
    return finding.path, finding.line, finding.column, _ORDER.get(finding.rule, -1)


def check_alone(postmortem: Postmortem, archive: Archive) -> Alone:
    """What can be said about one postmortem without looking at another."""
    used: set[Waiver] = set()
    rules = _READING if is_unreadable(postmortem) else _ALONE
    found = [f for rule in rules for f in _findings(rule, postmortem, archive, used)]
    return Alone(tuple(_masked(found, postmortem)), frozenset(used))


def _masked(findings: Iterable[Finding], postmortem: Postmortem) -> Iterator[Finding]:
    """A message may quote what stands beside a credential, and it with it."""
    for finding in findings:
        safe = postmortem.mask(finding.message) if postmortem.credentials else finding.message
        yield finding if safe == finding.message else replace(finding, message=safe)


def _completed(alone: Alone, postmortem: Postmortem, archive: Archive) -> Iterator[Finding]:
    """With what only the whole archive tells, and what is wrong with the waivers."""
    yield from alone.findings
    used = set(alone.used)
    for rule in () if is_unreadable(postmortem) else ACROSS:
        yield from _findings(rule, postmortem, archive, used)
    waivers = tuple(w for w in postmortem.waivers if w not in used)
    yield from _findings(waiver_without_reason, postmortem, archive, set())
    yield from _findings(waiver_unused, replace(postmortem, waivers=waivers), archive, set())


def is_unreadable(postmortem: Postmortem) -> bool:
    """Whether a file is no postmortem at all, so that most rules are not asked."""
    return any(problem.rule in UNREADABLE for problem in postmortem.problems)


def _findings(
    rule: Rule, postmortem: Postmortem, archive: Archive, used: set[Waiver]
) -> Iterator[Finding]:
    setting = archive.file.policy.rules.get(rule.ID, _NO_SETTING)
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
