"""The action items of one postmortem: who, until when, and what became of them by the last day."""

from datetime import date, timedelta

from scripts.synthetic.clock import LAST_DAY
from scripts.synthetic.scene import Scene

# Days that a priority allows, as archive.yml has them, and how frequent each is.
LIMITS = {"P0": 7, "P1": 14, "P2": 30, "P3": 90}
_SHARES = (12, 34, 36, 18)
_PAST = ("done", "declined", "in progress", "open")
_PAST_SHARES = (85, 5, 5, 5)
_AHEAD = ("open", "in progress", "done")
_AHEAD_SHARES = (45, 35, 20)
_SPELLINGS: tuple[dict[str, str], ...] = (
    {},
    {"done": "Done", "open": "Open", "in progress": "In progress", "declined": "Declined"},
    {"done": "✅ Done", "open": "Not started", "in progress": "In progress"},
)
_TYPES = ("prevent", "detect", "mitigate", "process")


def table(scene: Scene, actions: list[str]) -> str:
    """The actions as a table; its columns and its spellings vary by postmortem."""
    rng = scene.voice.rng
    with_id, with_type = rng.random() < 0.7, rng.random() < 0.3
    with_tracker = not with_id and rng.random() < 0.5
    prefix = rng.choice(("", "A", "AI-"))
    spelling = rng.choice(_SPELLINGS)
    header = ["ID"] * with_id + ["Action"] + ["Type"] * with_type
    header += ["Priority", "Owner", "Due date", "Status"] + ["Tracker"] * with_tracker
    rows = [header, ["---"] * len(header)]
    priorities = rng.choices(list(LIMITS), _SHARES, k=len(actions))
    if scene.incident.severity in ("SEV-1", "SEV-2") and priorities[0] not in ("P0", "P1"):
        priorities[0] = "P1"  # what hurt users that much leaves something urgent
    if len(set(priorities)) == 1:
        priorities[-1] = "P0" if priorities[0] != "P0" else "P1"  # something always comes first
    for number, (action, priority) in enumerate(zip(actions, priorities, strict=True), 1):
        due = _due(scene, LIMITS[priority])
        status = _status(scene, due)
        if number == 1 and status == "declined":
            status = "open"  # the first one is the one that prevents
        kind = "prevent" if number == 1 else rng.choice(_TYPES)
        cells = [f"{prefix}{number}"] * with_id + [action] + [kind] * with_type
        cells += [priority, _owner(scene), f"{due}", spelling.get(status, status)]
        rows.append(cells + [f"WORK-{rng.randint(1000, 99999)}"] * with_tracker)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in rows)


def _due(scene: Scene, limit: int) -> date:
    """Within the limit, on a working day."""
    days = scene.voice.rng.randint(limit // 2, limit)
    day = scene.incident.clock.resolved.date() + timedelta(days=days)
    return day - timedelta(days=max(0, day.weekday() - 4))


def _status(scene: Scene, due: date) -> str:
    if due + timedelta(days=20) < LAST_DAY.date():
        return scene.voice.rng.choices(_PAST, _PAST_SHARES)[0]
    return scene.voice.rng.choices(_AHEAD, _AHEAD_SHARES)[0]


def _owner(scene: Scene) -> str:
    team = scene.slots["team"] if scene.voice.chance(65) else scene.slots["team2"]
    forms = (f"{team} team", f"{team} team", f"{team} on-call", f"{team} lead", "reliability team")
    return scene.voice.rng.choice(forms)
