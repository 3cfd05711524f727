"""The words of one incident: its hosts, versions, partners, figures and times, by slot."""

from collections.abc import Iterator
from datetime import UTC, timedelta
from random import Random

from scripts.synthetic.clock import span
from scripts.synthetic.data import World
from scripts.synthetic.incident import Incident
from scripts.synthetic.voice import Voice

# How many users it reaches, and how much of the work fails, by severity.
_REACH = {
    "SEV-1": (20000, 400000),
    "SEV-2": (2500, 60000),
    "SEV-3": (150, 6000),
    "SEV-4": (5, 300),
}
_SHARE = {"SEV-1": (70, 99), "SEV-2": (25, 75), "SEV-3": (4, 30), "SEV-4": (1, 5)}
_COMMANDERS = ("incident commander", "duty manager", "senior on-call engineer", "release lead")
_SOURCES = {
    "alert": "an alert",
    "synthetic-check": "a scheduled probe",
    "engineer": "an engineer",
    "customer-report": "a customer",
    "provider-notice": "a supplier's message",
}
# What a repeat shares with the incident that it repeats: it breaks in the same place.
_SAME_PLACE = (
    *("peersvc", "peer", "db", "dbhost", "region", "region2", "cluster"),
    *("hostshort", "host", "host2short", "host2", "library", "partner", "partnerslug"),
    *("flagword", "flag", "adjective", "noun", "noun_"),
)
_ONE_DAY = timedelta(days=1)
_HEX = "0123456789abcdef"
_TAIL = "bcdfghjklmnpqrstvwxz2456789"


class Scene:
    """The slots of one incident, and the voice that fills them."""

    def __init__(self, world: World, incident: Incident) -> None:
        self.world, self.incident = world, incident
        self.slots: dict[str, str] = {}
        self.voice = Voice(incident.rng, self.slots, incident.half)
        self.phrases = world.phrases[incident.kind]
        self.common = world.phrases["any"]
        self.went_wrong_way = incident.rng.random() < 0.75
        for group in (_names, _technology, _figures, _times):
            self.slots.update(group(world, incident))
        if earlier := incident.repeat_of:
            self.slots.update({name: earlier.slots[name] for name in _SAME_PLACE})
        self._own()
        incident.slots = {name: self.slots[name] for name in (*_SAME_PLACE, *self._own_names())}
        self._story()

    def _own(self) -> None:
        """What the mechanism adds; a repeat takes it from the incident that it repeats."""
        mechanism, voice, earlier = self.incident.mechanism, self.voice, self.incident.repeat_of
        told = earlier.slots if earlier else {}
        signs = {
            "error": mechanism.errors,
            "alert": mechanism.alerts,
            "metric": mechanism.metrics,
        }
        for name, choices in (*mechanism.slots.items(), *signs.items()):
            # A slot with one choice is a number or a date, which no two incidents share.
            kept = told.get(name) if len(choices) > 1 else None
            text = kept or voice.fill(voice.rng.choice(choices))
            self.slots[name] = text.replace("`", "") if name in signs else text

    def _own_names(self) -> tuple[str, ...]:
        return (*self.incident.mechanism.slots, "error", "alert", "metric")

    def _story(self) -> None:
        """The few clauses that are told more than once, always in the same words."""
        mechanism, variant, voice = self.incident.mechanism, self.incident.variant, self.voice
        for name, patterns in (
            ("what", mechanism.what),
            ("stop", variant.stop),
            ("fix", variant.fix),
        ):
            own = patterns[self.incident.half :: 2] or patterns
            self.slots[name] = voice.fill(voice.rng.choice(own))
        for name, pattern in zip(
            ("suspicion", "against"), voice.rng.choice(mechanism.wrong), strict=True
        ):
            self.slots[name] = voice.fill(pattern)


def _names(world: World, incident: Incident) -> Iterator[tuple[str, str]]:
    """The service, its surroundings and the people."""
    rng, service, company = incident.rng, incident.service, world.company
    peer = rng.choice(service.peers)
    teams = [team for team in company["teams"] if team != service.team]
    partner, market = rng.choice(world.words("partners")), rng.choice(world.words("markets"))
    mark = "`" if incident.number % 2 else ""
    yield from {
        "svc": service.name,
        "service": f"{mark}{service.name}{mark}",
        "peersvc": peer,
        "peer": f"{mark}{peer}{mark}",
        "snake": service.name.replace("-", "_"),
        "Camel": "".join(part.capitalize() for part in service.name.split("-")),
        "users": service.users,
        "do": service.do,
        "unit": service.unit,
        "store": service.store,
        "store_word": service.store.split()[-1].lower(),
        "team": service.team,
        "team2": rng.choice(teams),
        "commander": rng.choice(_COMMANDERS),
        "partner": partner,
        "partnerslug": partner.lower().replace(" ", "-"),
        "campaign": rng.choice(world.words("campaigns")),
        "market": market,
        "marketcode": market.removeprefix("the ")[:2].lower(),
        "domain": company["domain"],
        "severity": incident.severity,
        "channel": f"#{incident.tracker.lower()}",
        "source": _SOURCES[incident.detection],
    }.items()


def _technology(world: World, incident: Incident) -> Iterator[tuple[str, str]]:
    """Machines, versions and identifiers: the rare words that people search for."""
    rng, name, year = incident.rng, incident.service.name, incident.clock.started.year
    region, region2 = rng.sample(world.words("regions"), 2)
    adjective, noun = rng.choice(world.words("adjectives")), rng.choice(world.words("nouns"))
    major, minor, patch = rng.randint(1, 9), rng.randint(1, 40), rng.randint(0, 9)
    host, host2 = (f"{name}-{number}" for number in rng.sample(range(1, 40), 2))
    database = f"pg-{name}-{rng.randint(1, 6)}"
    domain = world.company["domain"]
    yield from {
        "region": region,
        "region2": region2,
        "cluster": rng.choice(world.words("clusters")),
        "hostshort": host,
        "host": f"{host}.{region}.{domain}",
        "host2short": host2,
        "host2": f"{host2}.{region}.{domain}",
        "db": database,
        "dbhost": f"{database}.{region}.{domain}",
        "bird": f"{rng.choice(world.words('birds'))}-{rng.randint(100, 999)}",
        "version": f"{major}.{minor}.{patch}",
        "oldversion": f"{major}.{minor - 1}.{rng.randint(0, 9)}",
        "fixversion": f"{major}.{minor}.{patch + 1}",
        "adjective": adjective,
        "noun": noun,
        "noun_": noun.replace("-", "_"),
        "flagword": f"{adjective}-{noun}",
        "flag": f"`{adjective}-{noun}`",
        "library": rng.choice(world.words("libraries")),
        # Beyond the numbers that are given out, so that none is that of a real weakness.
        "cve": f"CVE-{year}-{rng.randint(900000, 999999)}",
        "sha": _letters(rng, _HEX, 9),
        "token": f"{_letters(rng, _HEX, 8)}-{_letters(rng, _HEX, 4)}",
        "hex": _letters(rng, _HEX, 8),
        "tail": _letters(rng, _TAIL, 5),
        "tail2": _letters(rng, _TAIL, 5),
        "ticket": f"{name[:3].upper()}-{rng.randint(1000, 19999)}",
    }.items()


def _letters(rng: Random, alphabet: str, count: int) -> str:
    return "".join(rng.choices(alphabet, k=count))


def _figures(world: World, incident: Incident) -> Iterator[tuple[str, str]]:
    """How much it hurt."""
    rng = incident.rng
    users = _round(rng.randint(*_REACH[incident.severity]))
    requests = _round(users * rng.randint(2, 9))
    yield "n_users", f"{users:,}"
    yield "n_requests", f"{requests:,}"
    yield "tickets", str(max(2, users // rng.randint(200, 900)))
    yield "revenue", f"{_round(users * rng.randint(1, 4)):,} EUR"
    yield "share", f"{rng.randint(*_SHARE[incident.severity])} % of {incident.service.unit}"


def _round(number: int) -> int:
    """To two digits, as estimates are given."""
    return round(number, 2 - len(str(number)))


def _times(world: World, incident: Incident) -> Iterator[tuple[str, str]]:
    """The moments and the spans between them, as the text tells them."""
    clock, rng = incident.clock, incident.rng
    start = clock.started
    for name, moment in (
        ("before", clock.before),
        ("started", start),
        ("detected", clock.detected),
        ("acked", clock.acknowledged),
        ("mitigated", clock.mitigated),
        ("resolved", clock.resolved),
    ):
        other_day = moment - start >= _ONE_DAY
        day = f"{moment.day} {moment:%B} " if other_day else ""
        yield f"at_{name}", day + clock.written(moment)
    support = start + (clock.resolved - start) * rng.random()
    yield "at_support", clock.written(max(support, clock.detected))
    yield "duration", span(start, clock.resolved)
    yield "to_detect", span(start, clock.detected)
    yield "to_ack", span(clock.detected, clock.acknowledged)
    yield "to_mitigate", span(start, clock.mitigated)
    yield "zone", clock.zone_label
    yield "date", f"{start.day} {start:%B} {start.year}"
    yield "date_iso", f"{start:%Y-%m-%d}"
    yield "year", str(start.year)
    yield "month", f"{start:%B}"
    yield "weekday", f"{clock.published:%A}"
    yield "stamp", f"{start.astimezone(UTC):%Y-%m-%dT%H:%M}:{rng.randrange(60):02}Z"
