"""The report of a month, quarter or year: what its figures support, and what is still owed.

`report(archive, period, today)` makes one, `reports` all of a unit side by side; `markdown`
writes one down.
"""

from postmortem_archive.report.as_markdown import markdown
from postmortem_archive.report.contents import Report, report, reports

__all__ = ["Report", "markdown", "report", "reports"]
