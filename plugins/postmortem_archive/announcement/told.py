"""What is announced to whom: the message, what would make it better, what stands in its way."""

from dataclasses import dataclass
from typing import Literal, get_args

from postmortem_archive.message import Message
from postmortem_archive.model.finding import Finding

Audience = Literal["customers", "internal"]
AUDIENCES: tuple[Audience, ...] = get_args(Audience)


@dataclass(frozen=True, slots=True)
class Announcement:
    """A message for one audience.

    `missing` says what the postmortem does not, each in a sentence. `refused` is why the
    message may not be sent; it is empty then. `doubts` are findings in what it quotes.
    """

    message: Message
    missing: tuple[str, ...] = ()
    refused: tuple[Finding, ...] = ()
    doubts: tuple[Finding, ...] = ()
