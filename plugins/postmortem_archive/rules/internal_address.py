"""An address of the internal network stands in the text, where policy keeps these out.

What a network looks like from inside helps whoever wants to get further in. Most archives need
such addresses to tell what happened, so this rule is silent until archive.yml says which ones to
keep out: `policy: {internal_addresses: [private, corp.acme.io]}`. It may name networks, domains
with all below them, and `private`: the ranges for private use (10.0.0.0/8, 172.16.0.0/12,
192.168.0.0/16, 100.64.0.0/10, 169.254.0.0/16, fc00::/7, fe80::/10) and names that end in
`.internal`, `.local`, `.lan`, `.corp`, `.intranet` or `.home.arpa`. Looked at is the whole file,
code and comments too.

Bad (with `internal_addresses: [private]`):

```markdown
## Detection

An alert on 10.0.32.54, the node ip-10-0-32-54.eu-west-1.compute.internal.
```

Good:

```markdown
## Detection

An alert on the second database node; 192.0.2.1 is an address for examples.
```

No message repeats the address, so that it stands on no page.
"""

import re
from collections.abc import Iterator
from ipaddress import IPv4Network, IPv6Network, ip_address

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.archive_file import Internal
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status

ID = "internal-address"
BINDS: Status = "draft"

_IPV4 = re.compile(r"(?<![\w.-])(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?![\w-]|\.[0-9])")
_IPV6 = re.compile(
    r"(?<![\w:.])[0-9A-Fa-f]{1,4}:(?:[0-9A-Fa-f]{0,4}:){1,6}[0-9A-Fa-f]{0,4}(?![\w:])"
)
_NAME = re.compile(r"(?<![\w.$-])(?:[A-Za-z0-9_-]{1,60}\.){1,8}[A-Za-z]{2,24}(?![\w(-]|\.\w)")
_VERSION = re.compile(r"version:? $|release:? $", re.IGNORECASE)


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    hidden = archive.file.policy.internal_addresses
    told: set[str] = set()
    for number, line in enumerate(postmortem.lines if hidden else (), 1):
        for start, address in _addresses(line):
            kept = next((one for one in hidden if _covers(one, address)), None)
            if kept is None or address in told:
                continue
            told.add(address)
            message = (
                f"an internal address ({kept}), which this archive keeps out "
                "(policy.internal_addresses); write what is there instead"
            )
            yield Problem(number, start + 1, message)


def _addresses(line: str) -> Iterator[tuple[int, str]]:
    found = [match for shape in (_IPV4, _IPV6, _NAME) for match in shape.finditer(line)]
    for match in sorted(found, key=re.Match.start):
        if not _VERSION.search(line[max(0, match.start() - 10) : match.start()]):
            yield match.start(), match[0].casefold()


def _covers(one: Internal, address: str) -> bool:
    if address[-1].isalpha() and "." in address:
        return any(address == name or address.endswith(f".{name}") for name in one.names)
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    return any(
        _holds(network, address) for network in one.networks if network.version == ip.version
    )


def _holds(network: IPv4Network | IPv6Network, address: str) -> bool:
    return ip_address(address) in network
