"""The report of a month, quarter or year: what its figures support, and what is still owed.

`report(archive, period, today)` makes one, `reports` all of a unit side by side; `markdown`
writes one down.
"""

from postmortem_archive.report.as_markdown import markdown
from postmortem_archive.report.contents import Report, report, reports
from postmortem_archive.report.overdue import Backlog, Overdue

__all__ = ["Backlog", "Overdue", "Report", "markdown", "report", "reports"]
