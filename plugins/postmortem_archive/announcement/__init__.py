"""An incident told to others in a few sentences: from the postmortem's own fields, nothing else."""

from postmortem_archive.announcement.customers import for_customers
from postmortem_archive.announcement.internal import for_colleagues
from postmortem_archive.announcement.told import AUDIENCES, Announcement, Audience
from postmortem_archive.message import Message
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Finding
from postmortem_archive.model.postmortem import Postmortem

__all__ = ["AUDIENCES", "Announcement", "Audience", "announce"]


def announce(
    postmortem: Postmortem, archive: Archive, audience: Audience, link: str = ""
) -> Announcement:
    """The text for an audience; a restricted postmortem is refused.

    The archive must hold the postmortems that this one names as repeated; the postmortem has
    its text, not only its outline. `link` is where colleagues read on.
    """
    if postmortem.restricted:
        place = postmortem.place_of("visibility")
        why = "this postmortem is restricted, and is announced to nobody"
        return Announcement(
            Message(""), refused=(Finding(postmortem.path, place.line, place.column, "", why),)
        )
    if audience == "customers":
        return for_customers(postmortem, archive)
    return for_colleagues(postmortem, archive.readable(), link)
