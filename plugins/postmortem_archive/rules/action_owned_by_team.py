"""A team owns an action item, where policy wants one person or role.

In a team each can believe that another is at it. Guides differ: some are content with a team, some
want one name. An archive that wants one says so in archive.yml (`policy: {action_owners: one}`) and
then names who answers for it within the team: a role that one person has, such as "platform lead",
or "Platform (on-call engineer)".

With that policy, and a team `platform` in archive.yml, this is told:

    | Action | Owner |
    |---|---|
    | Alert when the pool is over 80 % for 2 minutes | Platform |
    | Close connections when the client goes | Database team |

And this is not:

    | Action | Owner |
    |---|---|
    | Alert when the pool is over 80 % for 2 minutes | Platform lead |
    | Close connections when the client goes | Database team (Robin) |

Who counts as a team: the names under `teams` in archive.yml, and what ends in team, squad, crew,
guild, tribe or department.
"""

import re
from collections.abc import Iterator

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status

ID = "action-owned-by-team"
BINDS: Status = "in-review"

_TEAM = re.compile(r"\b(?:teams?|squads?|crews?|guilds?|tribes?|department)$", re.IGNORECASE)


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    if archive.file.policy.action_owners != "one":
        return
    teams = {team.casefold() for team in archive.file.teams or ()}
    for action in postmortem.actions:
        owner = action.owner.strip()[:80]
        is_team = owner.lstrip("@").casefold() in teams or _TEAM.search(owner)
        if is_team and action.status not in ("done", "declined"):
            message = (
                f'"{action.text[:60]}" belongs to a team, {owner}; name who answers for it '
                f'there, such as "{owner} lead"'
            )
            yield Problem(action.place.line, action.place.column, message)
