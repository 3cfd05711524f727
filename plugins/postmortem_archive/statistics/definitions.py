"""What each figure is, in a sentence: printed beside it wherever it is shown.

These are the English; `name_of` and `definition_of` say them in the language that is spoken.
"""

from collections.abc import Mapping

from postmortem_archive import register
from postmortem_archive.model.front_matter import MEASURES
from postmortem_archive.translation import N_, _

NAMES: Mapping[str, str] = {
    "incidents": N_("Incidents"),
    "changes": N_("Has it changed?"),
    "frequency": N_("Incidents per month"),
    **{key: measure.name for key, measure in MEASURES.items()},
    "publish": N_("Time to postmortem"),
    "detection": N_("What noticed first"),
    "impact": N_("Hours of impact"),
    "phases": N_("Where the time went"),
    "budgets": N_("Error budget used"),
    "repeats": N_("Repeat rate"),
    "despite": N_("Repeats despite an open action"),
    "unanswered": N_("Unanswered resemblances"),
    "coverage": N_("Coverage"),
    "completion": N_("Actions done"),
    "overdue": N_("Actions overdue"),
    "reissued": N_("Actions issued again"),
}

DEFINITIONS: Mapping[str, str] = {
    "incidents": N_(
        "Postmortems of kind incident, by the day on which the impact began. The interval is of "
        "the number to be expected if incidents come independently (Poisson)."
    ),
    "changes": N_(
        "This period against the one before. A change is only said where chance alone is no good "
        "explanation: of pairs of periods in which nothing changed, at most one in twenty is "
        "said to show any change."
    ),
    "frequency": N_(
        "Incidents divided by the length of the period in months of 30.4 days, as far as it is "
        "over. Between two incidents: days from one to the next."
    ),
    **{key: measure.definition for key, measure in MEASURES.items()},
    "publish": N_(
        "Business days from the end of the incident to the day its postmortem was final; "
        "holidays as in archive.yml."
    ),
    "detection": N_("Incidents by what knew of them first, divided by those of which it is told."),
    "impact": N_(
        "From the start of the impact until it was mitigated, or else over, added up. Two "
        "incidents at once count twice."
    ),
    "phases": N_(
        "Of the incidents with all five moments in order: the time until each was detected, then "
        "acknowledged, mitigated and resolved, added up and divided by the whole."
    ),
    "budgets": N_(
        "Hours of impact on a service, times the share of requests or users that it hurt (all of "
        "them if none is told), divided by the bad time that the objective allows in a window."
    ),
    "repeats": N_(
        "Incidents with a verdict repeat_of, divided by all incidents. Nothing is called a "
        "repeat by machine."
    ),
    "despite": N_(
        "Repeats of an incident with an action that is not done even today. Since when an action "
        "has been done, no postmortem tells, so there may have been more."
    ),
    "unanswered": N_(
        "Incidents with the title of an earlier one, or that look like one where archive.yml "
        "asks (policy.resemblance), without a verdict on how the two are related, divided by all "
        "incidents. They are not counted as repeats."
    ),
    "coverage": N_(
        "Incidents that need a postmortem by the archive's policy and have a final one, divided "
        "by those that need one."
    ),
    "completion": register.DEFINITION,
    "overdue": N_(
        "Action items that are neither done nor declined, and whose due date, or else the limit "
        "of their priority, has passed."
    ),
    "reissued": N_("Action items that stand in several postmortems in the same words."),
}


def name_of(key: str) -> str:
    """What a figure is called."""
    return _(NAMES[key])


def definition_of(key: str) -> str:
    """What a figure is."""
    return _(DEFINITIONS[key])
