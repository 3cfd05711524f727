"""The search index of the site: files that a browser fetches as a query asks for them.

What is in them, and why they are cut as they are, stands in
docs/explanation/how-the-site-searches.md; what reads them, in assets/search/.
"""

from postmortem_archive.siteindex.files import FOLDER, IndexFile, index_files

__all__ = ["FOLDER", "IndexFile", "index_files"]
