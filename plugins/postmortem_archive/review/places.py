"""Where a reader of a comment finds a file or a page of the archive."""

from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Places:
    """`prefix` is the archive's folder in its repository, with a slash at its end if there is one.

    `site` is where the archive's pages are, `files` where the repository's files are shown: both
    addresses with a slash at their end, or empty.
    """

    prefix: str = ""
    site: str = ""
    files: str = ""

    def path(self, path: str) -> str:
        """A file of the archive as seen from the top of its repository."""
        return self.prefix + path

    def file(self, path: str, line: int = 0) -> str:
        """The address of a file of the archive, or of one of its lines; empty if none is known."""
        if not self.files:
            return ""
        # In plain view, for a rendered file has no lines to lead to; both forges know the question.
        place = f"?plain=1#L{line}" if line else ""
        return f"{self.files}{quote(self.path(path), errors='surrogateescape')}{place}"

    def page(self, path: str) -> str:
        """The address of a postmortem's page, or else of its file, or empty."""
        if not self.site:
            return self.file(path)
        return f"{self.site}{quote(path.removesuffix('.md'), errors='surrogateescape')}/"
