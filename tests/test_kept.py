"""Remembered values come back as they were."""

import pickle
from pathlib import Path

from tests.helpers import archive_of, with_field


def test_a_postmortem_comes_back_as_it_was(tmp_path: Path) -> None:
    text = with_field("impact: {users: ~1200, revenue: 300 USD}")
    (kept,) = archive_of(tmp_path, {"2026/2026-02-15-a.md": text}).postmortems
    again = pickle.loads(pickle.dumps(kept, pickle.HIGHEST_PROTOCOL))
    assert again.actions == kept.actions
    assert again.actions
    assert again.body.sections == kept.body.sections
    assert again.front == kept.front
