"""A person's e-mail address stands in the text.

It names a person, outlives their time here, and is harvested where the page is public. Write the
role, or an address that belongs to a role. Looked at is the whole file, code and comments too.

Bad:

```markdown
## Response

The on-call engineer wrote to jane.doe@orders.acme and read the log.
```

Good:

```markdown
## Response

The on-call engineer wrote to the owner of the orders service, to support@orders.acme and to
jane.doe@example.com, and ran `ssh deploy@db1.orders.acme`.
```

Left alone are addresses of roles (support, noreply, team, …) and of lists, of `example.com` and
other reserved domains, accounts on machines in commands, and remotes such as `git@host:path`. Each
address is told once a file, and no message repeats it.
"""

import re
from collections.abc import Iterator

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status

ID = "email-address"
BINDS: Status = "draft"

_ADDRESS = re.compile(
    r"(?:(?<=mailto:)|(?<![\w.+/@:%-]))(?P<name>[A-Za-z0-9][\w.+-]{0,60})"
    r"@(?P<domain>(?:[A-Za-z0-9-]{1,60}\.){1,6}[A-Za-z]{2,24})(?![\w@-]|\.\w|:[\w/~])"
)
_COMMAND = re.compile(r"\b(?:ssh|scp|sftp|rsync|mosh|psql|mysql|docker|kubectl)\b")
_ROLES = """
    abuse accounts admin administrator alert alerts billing bot ci contact deploy dev devops
    donotreply ec2 example foo git group hello help helpdesk hg hostmaster incident incidents
    info it jenkins jira legal list mail mailer marketing me monitoring name news newsletter no
    nobody noc noreply notifications office oncall ops postgres postmaster press privacy reply
    root sales security service sre status support svc sysadmin system team teams test ubuntu
    user username users webmaster you your
"""
# Reserved domains, machines' accounts, and what stands behind an @ in names of files and units.
_NO_DOMAIN = """
    conf corp css example gif go html internal invalid jpeg jpg js json lan local localhost log
    md mount png py rb scope service sh slice socket svg target test timer ts txt webp yaml yml
"""
_ROLE_WORDS, _NO_TOP_LEVEL = frozenset(_ROLES.split()), frozenset(_NO_DOMAIN.split())
_NOBODYS = re.compile(
    r"(?:^|\.)(?:example\.[a-z]{2,3}|gserviceaccount\.com|noreply\.github\.com)$"
    r"|^(?:lists?|groups?)\.|^(?:google|free)?(?:lists|groups)\.[a-z]{2,3}$"
)
_PARTS = re.compile(r"[._+-]|[0-9]{1,4}")


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    told: set[str] = set()
    for number, line in enumerate(postmortem.lines, 1):
        for match in _ADDRESS.finditer(line) if "@" in line else ():
            address = match[0].casefold()
            if address not in told and _is_of_a_person(match, line):
                told.add(address)
                message = (
                    "an e-mail address of a person; write the role, or an address that belongs "
                    "to a role"
                )
                yield Problem(number, match.start() + 1, message)


def _is_of_a_person(match: re.Match[str], line: str) -> bool:
    name, domain = match["name"].casefold(), match["domain"].casefold()
    if sum(map(str.isdigit, name)) * 2 > len(name):
        return False  # the id of a message
    if not _ROLE_WORDS.isdisjoint(_PARTS.split(name)):
        return False
    if domain.rpartition(".")[2] in _NO_TOP_LEVEL:
        return False
    before = line[max(0, match.start() - 80) : match.start()]
    return not (_NOBODYS.search(domain) or _COMMAND.search(before))
