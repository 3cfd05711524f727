"""Decides what happens: which service breaks how and how badly, and what it resembles."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Literal

from scripts.synthetic.clock import Clock, clock
from scripts.synthetic.data import Mechanism, Service, Variant, World

Kind = Literal["incident", "near-miss"]

_NEAR_MISSES = 5
_REPEATS = 7
_RELATED = 20
_NOT_REPEATS = 8
# A repeat is one of the last so many incidents come back.
_MEMORY = 300
_DETECTION = {
    "alert": 60,
    "customer-report": 17,
    "engineer": 13,
    "synthetic-check": 7,
    "provider-notice": 3,
}


@dataclass
class Incident:
    """One incident before anything is written about it.

    `title`, `id` and `slots` are filled in as it is written; later ones refer to them.
    """

    number: int
    rng: Random
    mechanism: Mechanism
    variant: Variant
    service: Service
    severity: str
    kind: Kind
    detection: str
    clock: Clock
    half: int
    tracker: str
    repeat_of: "Incident | None" = None
    related: "Incident | None" = None
    not_repeat_of: "Incident | None" = None
    title: str = ""
    id: str = ""
    slots: dict[str, str] = field(default_factory=dict)

    def unlike(self, other: "Incident") -> str:
        """Why it is no repeat of another incident that it resembles."""
        return f"Same service; there {other.mechanism.short}, here {self.mechanism.short}."


class History:
    """The incidents so far, and the choice of the next one."""

    def __init__(self, world: World, seed: int) -> None:
        self.world, self.seed = world, seed
        self.incidents: list[Incident] = []
        self._by_service: dict[str, list[Incident]] = defaultdict(list)
        self._by_mechanism: dict[str, list[Incident]] = defaultdict(list)
        self._in_year: dict[int, int] = defaultdict(int)

    def next(self, started: datetime) -> Incident:
        """The incident that begins at a moment; it is remembered."""
        number = len(self.incidents)
        rng = Random(f"{self.seed}/{number}")
        kind: Kind = "near-miss" if rng.randrange(100) < _NEAR_MISSES else "incident"
        earlier = self._repeated(rng) if kind == "incident" else None
        service = earlier.service if earlier else self._service(rng)
        mechanism = earlier.mechanism if earlier else self._mechanism(rng, service)
        variant = earlier.variant if earlier else rng.choice(mechanism.variants)
        severity, minutes = self._severity(rng, kind)
        detection = _detection(rng, mechanism)
        times = clock(rng, started, minutes, detection)
        year = times.started.year
        self._in_year[year] += 1
        incident = Incident(
            number,
            rng,
            mechanism,
            variant,
            service,
            severity,
            kind,
            detection,
            times,
            half=1 - earlier.half if earlier else rng.randrange(2),
            tracker=f"INC-{year}-{self._in_year[year]:04}",
            repeat_of=earlier,
        )
        self._compare(incident)
        self._remember(incident)
        return incident

    def _repeated(self, rng: Random) -> Incident | None:
        if rng.randrange(100) >= _REPEATS:
            return None
        recent = [each for each in self.incidents[-_MEMORY:] if each.kind == "incident"]
        return rng.choice(recent) if recent else None

    def _service(self, rng: Random) -> Service:
        services = list(self.world.services.values())
        return rng.choices(services, [each.weight for each in services])[0]

    def _mechanism(self, rng: Random, service: Service) -> Mechanism:
        fitting = self.world.fitting[service.name]
        return rng.choices(fitting, [each.weight for each in fitting])[0]

    def _severity(self, rng: Random, kind: Kind) -> tuple[str, int]:
        """A severity and the minutes that an incident of it usually lasts."""
        scale = self.world.company["severities"]
        names = list(scale)[2:] if kind == "near-miss" else list(scale)
        name = rng.choices(names, [scale[each]["share"] for each in names])[0]
        return name, scale[name]["minutes"]

    def _compare(self, incident: Incident) -> None:
        """The verdicts on earlier incidents, other than that of being a repeat."""
        rng, mechanism, service = incident.rng, incident.mechanism, incident.service
        roll = rng.randrange(100)
        alike = self._by_mechanism[mechanism.name]
        same_place = self._by_service[service.name]
        if roll < _RELATED:
            candidates = [e for e in alike[-20:] if e.service is not service]
            incident.related = rng.choice(candidates) if candidates else None
        elif roll < _RELATED + _NOT_REPEATS:
            candidates = [e for e in same_place[-20:] if e.mechanism is not mechanism]
            incident.not_repeat_of = rng.choice(candidates) if candidates else None

    def _remember(self, incident: Incident) -> None:
        self.incidents.append(incident)
        self._by_service[incident.service.name].append(incident)
        self._by_mechanism[incident.mechanism.name].append(incident)


def _detection(rng: Random, mechanism: Mechanism) -> str:
    shares = dict(_DETECTION)
    if not mechanism.provider:
        del shares["provider-notice"]
    return rng.choices(list(shares), list(shares.values()))[0]
