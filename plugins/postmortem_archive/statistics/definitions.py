"""What each figure is, in a sentence: printed beside it wherever it is shown."""

from collections.abc import Mapping

from postmortem_archive import register
from postmortem_archive.model.front_matter import MEASURES

NAMES: Mapping[str, str] = {
    "incidents": "Incidents",
    "changes": "Has it changed?",
    "frequency": "Incidents per month",
    **{key: measure.name for key, measure in MEASURES.items()},
    "publish": "Time to postmortem",
    "detection": "What noticed first",
    "impact": "Hours of impact",
    "phases": "Where the time went",
    "budgets": "Error budget used",
    "repeats": "Repeat rate",
    "despite": "Repeats despite an open action",
    "unanswered": "Unanswered resemblances",
    "coverage": "Coverage",
    "completion": "Actions done",
    "overdue": "Actions overdue",
    "reissued": "Actions issued again",
}

DEFINITIONS: Mapping[str, str] = {
    "incidents": "Postmortems of kind incident, by the day on which the impact began. The interval "
    "is of the number to be expected if incidents come independently (Poisson).",
    "changes": "This period against the one before. A change is only said where chance alone is no "
    "good explanation: of pairs of periods in which nothing changed, at most one in twenty is said "
    "to show any change.",
    "frequency": "Incidents divided by the length of the period in months of 30.4 days, as far as "
    "it is over. Between two incidents: days from one to the next.",
    **{key: measure.definition for key, measure in MEASURES.items()},
    "publish": "Business days from the end of the incident to the day its postmortem was final; "
    "holidays as in archive.yml.",
    "detection": "Incidents by what knew of them first, divided by those of which it is told.",
    "impact": "From the start of the impact until it was mitigated, or else over, added up. Two "
    "incidents at once count twice.",
    "phases": "Of the incidents with all five moments in order: the time until each was detected, "
    "then acknowledged, mitigated and resolved, added up and divided by the whole.",
    "budgets": "Hours of impact on a service, times the share of requests or users that it hurt "
    "(all of them if none is told), divided by the bad time that the objective allows in a window.",
    "repeats": "Incidents with a verdict repeat_of, divided by all incidents. Nothing is called a "
    "repeat by machine.",
    "despite": "Repeats of an incident with an action that is not done even today. Since when an "
    "action has been done, no postmortem tells, so there may have been more.",
    "unanswered": "Incidents with the title of an earlier one, or that look like one where "
    "archive.yml asks (policy.resemblance), without a verdict on how the two are related, divided "
    "by all incidents. They are not counted as repeats.",
    "coverage": "Incidents that need a postmortem by the archive's policy and have a final one, "
    "divided by those that need one.",
    "completion": register.DEFINITION,
    "overdue": "Action items that are neither done nor declined, and whose due date, or else the "
    "limit of their priority, has passed.",
    "reissued": "Action items that stand in several postmortems in the same words.",
}
