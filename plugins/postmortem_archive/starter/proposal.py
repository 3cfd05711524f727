"""One file that `init` would write, add to, or leave to people."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from postmortem_archive.atomic import create_file, overwrite
from postmortem_archive.model.finding import ArchiveError

State = Literal["new", "unchanged", "change", "by hand"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A file by its path from the top of the repository: what it holds, and what it would hold.

    `before` is None where no file is; `after` is None where nothing is to be written.
    `paste` is what people add themselves where it cannot be done safely, and `why` says
    why, or what else there is to know.
    """

    path: str
    before: bytes | None = None
    after: bytes | None = None
    paste: str = ""
    why: str = ""

    @property
    def state(self) -> State:
        if self.after is not None and self.after != self.before:
            return "new" if self.before is None else "change"
        return "by hand" if self.paste else "unchanged"

    def diff(self) -> Iterator[str]:
        """The lines of a unified diff of what would change."""
        before, after = (
            (data or b"").decode("utf-8").splitlines() for data in (self.before, self.after)
        )
        yield from difflib.unified_diff(before, after, self.path, self.path, n=2, lineterm="")

    def write(self, folder: Path) -> None:
        """Puts the file below the folder, whole or not at all, and never over another."""
        target = folder / self.path
        try:
            if self.after is not None and self.before is None:
                create_file(target, self.after)
            elif self.after is not None and self.before is not None:
                overwrite(target, self.before, self.after)
        except FileExistsError:
            raise ArchiveError(
                f"{target}: another program has made it meanwhile; run the command again"
            ) from None
        except ArchiveError as error:
            raise ArchiveError(f"{target}: {error}") from None
        except OSError as error:
            raise ArchiveError(f"{target}: cannot be written ({error.strerror})") from error
