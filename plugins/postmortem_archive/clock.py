"""What day it is: the one place that looks at the clock on the wall."""

import os
from datetime import UTC, date, datetime

from postmortem_archive.model.finding import ArchiveError


def today() -> date:
    """The day of SOURCE_DATE_EPOCH, for builds that can be repeated, or else of the clock."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return datetime.now().astimezone().date()
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date()
    except (ValueError, OverflowError, OSError):
        raise ArchiveError(f'SOURCE_DATE_EPOCH="{epoch}" is not a number of seconds') from None
