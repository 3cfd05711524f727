"""Reads the company, the failure mechanisms and the common phrases from their TOML files."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent

Phrases = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class Service:
    """A service, and how its users and its work are spoken of."""

    name: str
    about: str
    users: str
    do: str
    unit: str
    team: str
    store: str
    peers: list[str]
    weight: int


@dataclass(frozen=True, slots=True)
class Fence:
    """A block of code or log, with the sentence that introduces it."""

    intro: str
    lang: str
    text: str


@dataclass(frozen=True, slots=True)
class Variant:
    """One course that a mechanism can take: its root cause in two wordings, and what ends it."""

    root: list[str]
    trigger: list[str]
    stop: list[str]
    fix: list[str]


@dataclass(frozen=True, slots=True)
class Mechanism:
    """One way to fail: what it looks like, how it is found, stopped and told."""

    name: str
    short: str
    weight: int
    causes: list[str]
    tags: list[str]
    titles: list[str]
    errors: list[str]
    alerts: list[str]
    metrics: list[str]
    what: list[str]
    before: list[str]
    begins: list[str]
    signs: list[str]
    clues: list[str]
    wrong: list[list[str]]
    why: list[str]
    factors: list[str]
    actions: list[str]
    well: list[str]
    poorly: list[str]
    lessons: list[str]
    slots: Mapping[str, list[str]]
    fences: list[Fence]
    variants: list[Variant]
    needs: str = ""
    provider: bool = False

    def fits(self, service: Service) -> bool:
        """Whether it can happen to a service: some need a certain kind of store."""
        return not self.needs or self.needs == service.store


@dataclass(frozen=True)
class World:
    """All that incidents are made from."""

    company: Mapping[str, Any]
    services: Mapping[str, Service]
    mechanisms: Mapping[str, Mechanism]
    phrases: Mapping[str, Phrases]
    zones: Phrases
    fitting: Mapping[str, list[Mechanism]]

    def words(self, name: str) -> list[str]:
        """One of the company's lists of words."""
        listed: list[str] = self.company[name]
        return listed


def read_world() -> World:
    company = _read(HERE / "company.toml")
    services = {name: Service(name=name, **each) for name, each in company["services"].items()}
    mechanisms = {
        path.stem: _mechanism(path) for path in sorted((HERE / "mechanisms").glob("*.toml"))
    }
    phrases = _read(HERE / "phrases.toml")
    zones = phrases.pop("zones")
    fitting = {
        service.name: [each for each in mechanisms.values() if each.fits(service)]
        for service in services.values()
    }
    return World(company, services, mechanisms, phrases, zones, fitting)


def _mechanism(path: Path) -> Mechanism:
    data = _read(path)
    fences = [Fence(**each) for each in data.pop("fences")]
    variants = [Variant(**each) for each in data.pop("variants")]
    return Mechanism(name=path.stem, fences=fences, variants=variants, **data)


def _read(path: Path) -> dict[str, Any]:
    with path.open("rb") as stream:
        return tomllib.load(stream)
