"""The statistics page: every figure with its n, its definition and the incidents behind it."""

from collections.abc import Iterator

from postmortem_archive.pages.body import Heading
from postmortem_archive.pages.page import Link, Page, Rendered, fill
from postmortem_archive.pages.places import INDEX, REPORTS, STATISTICS, STATISTICS_DATA, Places
from postmortem_archive.pages.statistics import aftermath, losses, numbers, sides, spans
from postmortem_archive.pages.statistics.shown import Section, Site
from postmortem_archive.statistics import Figures, wording
from postmortem_archive.translation import _

# In the order in which a manager asks.
SECTIONS = (
    numbers.how_many,
    numbers.changed,
    spans.how_long,
    losses.noticed,
    losses.cost,
    losses.came_back,
    aftermath.aftermath,
    spans.phases,
    sides.when,
    sides.side_by_side,
)


def page(whole: Figures, places: Places) -> Page:
    """The figures of a whole archive."""
    archive = whole.archive

    def render(link: Link) -> Rendered:
        site = Site(archive, places, link)
        made = (each(whole, site) for each in SECTIONS) if whole.incidents else ()
        sections = [section for section in made if section.figures]
        html = fill(
            "statistics.html",
            up=(archive.file.name, link(INDEX)),
            lead=_lead(whole),
            today=whole.today.isoformat(),
            smallest=archive.file.policy.smallest_n,
            data=link(STATISTICS_DATA),
            reports=link(REPORTS),
            index=link(INDEX),
            sections=sections,
        )
        return Rendered(html, tuple(_headings(sections)))

    description = _("Counts, MTTD and MTTR with n and definitions.")
    return Page(STATISTICS, _("Statistics"), description, render)


def _lead(whole: Figures) -> str:
    """How many postmortems, and what of them is no incident."""
    count = len(whole.incidents)
    told = wording.of_kind(count, "incident") if count else _("No incident yet")
    apart = [wording.of_kind(len(posts), kind) for kind, posts in whole.apart.items()]
    if not apart:
        return f"{told}."
    return _("{incidents}; counted apart: {apart}.", incidents=told, apart=", ".join(apart))


def _headings(sections: list[Section]) -> Iterator[Heading]:
    for section in sections:
        yield Heading(2, section.title, section.anchor)
        for figure in section.figures:
            if figure.anchor != section.anchor:
                yield Heading(3, figure.name, figure.anchor)
