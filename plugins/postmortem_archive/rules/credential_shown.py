"""A token, password or private key stands in the text.

Whoever can read the repository, now or in years, can use it. Revoke it first: git history keeps
what is deleted, and so does every clone. Then take it out of the text; what it gave access to is
worth a sentence, its value never is. Looked at is the whole file: code, front matter and comments.

Bad:

```markdown
## Response

The on-call engineer connected with `postgres://orders:n3v3r-r3us3d@db.example.net/orders`.
```

Good:

```markdown
## Response

The on-call engineer connected with `postgres://orders:${PASSWORD}@db.example.net/orders`,
a password that was revoked a day later.
```

Found are the tokens of the usual services, by their shape; passwords in addresses; what is given to
a name such as `password` or `api_key`, if letters and digits are mixed; and private keys with at
least one line of their own. Placeholders (`<token>`, `$TOKEN`, `xxxx`, anything with *example*) are
left alone. No service is asked whether a credential works. No output repeats one: in findings it is
masked, and so it is on the page of a site that is built all the same.
"""

from collections.abc import Iterator
from itertools import groupby

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status

ID = "credential-shown"
BINDS: Status = "draft"

_CALLED = {"Basic Auth Credentials": "password in an address"}


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    for line, same in groupby(postmortem.credentials, key=lambda credential: credential.line):
        first, *others = same
        kind = _CALLED.get(first.kind, first.kind)
        beginning = f" ({first.beginning})" if first.beginning else ""
        more = f" and {len(others)} more" if others else ""
        message = (
            f"{kind}{beginning}{more} in the text; revoke it now, for git history keeps it, "
            "then take it out"
        )
        yield Problem(line, first.column, message)
