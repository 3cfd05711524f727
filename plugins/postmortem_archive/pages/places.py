"""Where each page of an archive stands, so that any page can link to any other."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from posixpath import join

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.slug import slugs
from postmortem_archive.translation import N_

INDEX = "index.md"
STATISTICS = "statistics.md"
STATISTICS_DATA = "statistics.json"
REPORTS = "reports/index.md"
ACTIONS = "actions.md"
OWNERS = "owners/index.md"
ACTIONS_TABLE = "actions.csv"
ACTIONS_CALENDAR = "actions.ics"
TABLE = "postmortems.js"
EXERCISE = "exercise.md"
SEARCH = "search.md"
SEARCH_INDEX = "search/head.json"


@dataclass(frozen=True, slots=True)
class Group:
    """A way to group postmortems: by which values, under which folder of the site.

    `many` is what they are called, `all` leads to all of them, and `about` says what is told of
    them; to be said with `_`.
    """

    folder: str
    many: str
    all: str
    about: str
    values: Callable[[Postmortem], Iterable[str]]


GROUPS = (
    Group(
        "severities",
        N_("Severities"),
        N_("All severities, with meanings"),
        N_("Severities in {archive}: how often, and when last."),
        lambda p: filter(None, [p.front.severity]),
    ),
    Group(
        "services",
        N_("Services"),
        N_("All services, with meanings"),
        N_("Services in {archive}: how often, and when last."),
        lambda p: p.front.services,
    ),
    Group(
        "teams",
        N_("Teams"),
        N_("All teams, with meanings"),
        N_("Teams in {archive}: how often, and when last."),
        lambda p: p.front.teams,
    ),
    Group(
        "causes",
        N_("Causes"),
        N_("All causes, with meanings"),
        N_("Causes in {archive}: how often, and when last."),
        lambda p: p.front.causes,
    ),
    Group(
        "tags",
        N_("Tags"),
        N_("All tags, with meanings"),
        N_("Tags in {archive}: how often, and when last."),
        lambda p: p.front.tags,
    ),
)


class Places:
    """The source paths of all generated pages of one archive.

    `owners` are those owners of actions that have a page; "" is that of what nobody owns.
    """

    def __init__(self, archive: Archive, owners: Iterable[str] = ()) -> None:
        self.members = {group.folder: archive.grouped(group.values) for group in GROUPS}
        self.slugs = {
            folder: slugs(sorted(members, key=str.casefold))
            for folder, members in self.members.items()
        }
        by_name = slugs(sorted(owners, key=str.casefold))
        self._owners = {name.casefold(): slug for name, slug in by_name.items()}
        self.years = archive.grouped(lambda p: [str(p.day.year)] if p.day else [])

    def of(self, folder: str, name: str) -> str | None:
        """The page of a severity, service, team, cause or tag, if any postmortem has it."""
        slug = self.slugs[folder].get(name)
        return f"{folder}/{slug}.md" if slug else None

    def owner(self, name: str) -> str | None:
        """The page of an owner of actions, in whatever case, if there is one."""
        slug = self._owners.get(name.casefold())
        return f"owners/{slug}.md" if slug else None

    def overview(self, folder: str) -> str:
        return f"{folder}/index.md"

    def year(self, year: int | str) -> str:
        return f"{year}/index.md"

    def report(self, name: str) -> str:
        """The report of a year or quarter, if it has a postmortem: 2026, 2026-Q1."""
        return f"reports/{name}.md"


def feed_of(page: str) -> str:
    """Where the feed of a list stands, without its ending: `services/checkout/feed`."""
    return join(page.removesuffix(".md").removesuffix("index"), "feed")
