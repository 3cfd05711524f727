"""What a reviewer looks at, theme by theme: which items the rules check, which are for people.

To add a rule, put its id into the `rules` of the item that it belongs to, or add an item.
"""

from dataclasses import dataclass

HURT = frozenset({"incident", "drill"})
NEAR = frozenset({"near-miss"})
INCIDENTS = HURT | NEAR
PROJECTS = frozenset({"project"})
ALL = INCIDENTS | PROJECTS


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the checklist.

    What `rules` say decides it, unless it is `for_people`: then their findings are shown
    and nobody but a person ticks it. `needs` names what the rules must have to read, and
    `fact` what is told beside the item; both are functions in `facts.py`.
    """

    text: str
    rules: tuple[str, ...] = ()
    for_people: bool = False
    needs: str = ""
    fact: str = ""
    kinds: frozenset[str] = ALL


def ask(text: str, *rules: str, fact: str = "", kinds: frozenset[str] = ALL) -> Item:
    """An item that needs judgement; what rules find is shown below it."""
    return Item(text, rules, for_people=True, fact=fact, kinds=kinds)


@dataclass(frozen=True, slots=True)
class Theme:
    """A part of the checklist."""

    title: str
    items: tuple[Item, ...]


THEMES = (
    Theme(
        "File and facts",
        (
            Item(
                "The file can be read, and says everything once.",
                (
                    *("file-unreadable", "byte-order-mark", "front-matter-missing"),
                    *("front-matter-unclosed", "yaml-unreadable", "template-unreadable"),
                    *("field-unknown", "field-duplicate", "field-unreadable"),
                ),
            ),
            Item(
                "Every field and section that the template asks for is there and filled in.",
                ("field-missing", "section-missing", "section-empty", "placeholder-left"),
            ),
            Item(
                "Severity, services and the like are the archive's words, where it has a list.",
                (
                    *("severity-unknown", "service-unknown", "team-unknown", "tag-unknown"),
                    *("cause-unknown", "detection-unknown", "template-unknown", "tags-alike"),
                ),
            ),
            Item(
                "The name of the file is its own and tells the day of the incident.",
                ("date-differs-from-file-name", "id-repeated", "alias-taken"),
            ),
            Item("Links within the repository lead somewhere.", ("link-broken",)),
            Item(
                "Every exemption from a rule has its reason and is needed.",
                ("waiver-without-reason", "waiver-unused"),
            ),
            ask("Was it written while people remembered?", fact="days_to_write"),
        ),
    ),
    Theme(
        "Summary and impact",
        (
            ask(
                "Does someone without context learn from the summary, in two or three "
                "sentences, what happened, how bad it was, how it ended and what it teaches?",
                "summary-too-long",
            ),
            ask(
                "Is every technical term explained to those who will read it?", "acronym-undefined"
            ),
            ask(
                "Is the impact in figures, estimates marked: people, requests, money, data, "
                "broken promises, and who downstream felt it?",
                "impact-without-number",
                kinds=HURT,
            ),
            ask(
                "Does the severity fit that impact?",
                "severity-against-impact",
                fact="severity",
                kinds=HURT,
            ),
            ask(
                "Is it told what could have happened, and what was design and what was luck in "
                "that it did not?",
                kinds=NEAR,
            ),
        ),
    ),
    Theme(
        "Goals",
        (
            ask(
                "Is every goal set against its outcome, and what was planned against what came?",
                kinds=PROJECTS,
            ),
            ask("Have those for whom it was done been asked?", kinds=PROJECTS),
            ask("Could another team act on the recommendations?", kinds=PROJECTS),
        ),
    ),
    Theme(
        "Timeline",
        (
            Item(
                "Its times can be placed and run forward.",
                (
                    *("timeline-zone-missing", "timeline-time-unreadable"),
                    "timeline-out-of-order",
                ),
                needs="timeline",
                kinds=INCIDENTS,
            ),
            Item(
                "The moments of the incident are in order.",
                ("moments-out-of-order",),
                needs="moments",
                kinds=INCIDENTS,
            ),
            Item(
                "Times, durations and shares told in the text, as far as rules can read them, "
                "agree with timeline and moments.",
                (
                    *("moment-not-in-timeline", "time-not-in-timeline", "duration-differs"),
                    *("measure-differs", "date-differs", "weekday-differs", "mean-of-one"),
                    "error-budget-impossible",
                ),
                needs="timeline",
                kinds=INCIDENTS,
            ),
            ask(
                "Does it run from the first sign to the all-clear, with escalations, decisions "
                "and wrong turns, each with its source?",
                kinds=INCIDENTS,
            ),
            ask(
                "Have all who responded read it, and is marked what nobody knows?",
                fact="responders",
                kinds=INCIDENTS,
            ),
        ),
    ),
    Theme(
        "Causes",
        (
            ask(
                "Does it say why, and not only what: could another engineer reproduce the failure?",
                "cause-restates-symptom",
                kinds=INCIDENTS,
            ),
            ask(
                "Are trigger, cause and contributing factors told apart, and would mending the "
                "cause prevent this kind of incident?",
                kinds=INCIDENTS,
            ),
            ask(
                "Is there more than one factor: process, technology, what people had to work "
                "with, organisation?",
                kinds=INCIDENTS,
            ),
            ask("Why did tests, review and rollout let it through?", kinds=INCIDENTS),
        ),
    ),
    Theme(
        "Detection and response",
        (
            ask(
                "Is it told how it was noticed and after how long, and which alert was missing "
                "if people came first?",
                fact="detection",
                kinds=INCIDENTS,
            ),
            ask(
                "Is it told what slowed the response down, which paths led nowhere, and whether "
                "the right people were there in time?",
                kinds=INCIDENTS,
            ),
            ask(
                "Is it told who informed customers and colleagues, and when?",
                kinds=INCIDENTS,
            ),
        ),
    ),
    Theme(
        "Language",
        (
            Item(
                "No listed wording of blame, hindsight, human error or drama, and no listed name.",
                ("blame", "counterfactual", "human-error", "animated-word", "person-named"),
            ),
            ask(
                "Does every action of a person read as reasonable, given what was known then? "
                "Passive sentences and irony hide blame from rules.",
            ),
            ask('Is it factual and exact, where "poor communication" would say nothing?'),
        ),
    ),
    Theme(
        "Action items",
        (
            Item(
                "Each has one owner.",
                ("action-without-owner", "action-several-owners", "action-owned-by-team"),
                needs="owners",
            ),
            Item(
                "Each is due on a day, within the limit of its priority where there is one.",
                (
                    *("action-without-due-date", "action-due-before-incident"),
                    "action-due-after-limit",
                ),
                needs="due_dates",
            ),
            Item(
                "Priorities, types and states are ones that can be counted.",
                ("action-priority-unknown", "action-type-unknown", "action-status-unknown"),
                needs="states",
            ),
            Item(
                "Where they have ids, each has one of its own.",
                ("action-without-id", "action-id-repeated"),
            ),
            ask(
                "Is each so specific that two people would agree when it is done?",
                "action-vague",
            ),
            ask(
                "Do they come in the right order, those that prevent before those that detect, "
                "mitigate or mend the process?",
                *("action-priorities-equal", "action-none-prevents", "action-none-urgent"),
            ),
            ask("Does each factor have an action, or a reason why none; and each action a factor?"),
            ask("Can those who own them find the time: has someone who plans work agreed?"),
        ),
    ),
    Theme(
        "Lessons and earlier incidents",
        (
            ask("Is what went well named as plainly as what did not?"),
            Item(
                "Incidents of the same title or with the same action are named, those that the "
                "archive asks about are answered, and what is named is there.",
                (
                    *("verdict-unknown", "verdicts-contradict", "title-repeated"),
                    *("action-repeated", "earlier-incident-without-link"),
                    *("resemblance-unanswered",),
                ),
            ),
            ask("Has something like it happened before, and what became of the actions then?"),
            ask("Does it hold elsewhere: are the lessons useful beyond this incident?"),
        ),
    ),
    Theme(
        "After the review",
        (
            ask("Is it agreed when the actions are looked at, and where all can see their state?"),
            ask(
                "Is it agreed who learns of it: all engineers, management, customers?",
                fact="audience",
            ),
        ),
    ),
    Theme(
        "Privacy",
        (
            ask(
                "Is nothing in it that its readers must not see: credentials, customers' data, "
                "addresses, weak spots that are still open?",
                *("credential-shown", "email-address", "phone-number", "internal-address"),
                fact="visibility",
            ),
        ),
    ),
)
