"""Looking at pages in a browser: the kinds there are, what goes wrong, and what axe finds."""

from collections.abc import Iterable

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Request

# A page of each kind on the shipped site.
KINDS = {
    "home": "",
    "index": "postmortems/",
    "postmortem": "postmortems/2026/2026-02-15-order-service-connection-pool/",
    "year": "postmortems/2021/",
    "tags": "postmortems/tags/",
    "tag": "postmortems/tags/connection-pool/",
    "services": "postmortems/services/",
    "service": "postmortems/services/kubernetes/",
    "teams": "postmortems/teams/",
    "team": "postmortems/teams/platform/",
    "causes": "postmortems/causes/",
    "cause": "postmortems/causes/connection-leak/",
    "severity": "postmortems/severities/sev-1/",
    "statistics": "postmortems/statistics/",
    "reports": "postmortems/reports/",
    "report": "postmortems/reports/2021/",
    "actions": "postmortems/actions/",
    "owners": "postmortems/owners/",
    "owner": "postmortems/owners/platform-team/",
    "exercise": "postmortems/exercise/",
    "search": "postmortems/search/",
    "not found": "404.html",
    "guide": "reference/rules/",
}

# Material's own, on every site made with it: the search dialog's name, the footer's contrast,
# the copy buttons of code blocks, and, in documentation, links told from text by colour alone.
THEMES_OWN = {"aria-dialog-name", "color-contrast", "landmark-unique"}
IN_DOCUMENTATION = {"link-in-text-block"}
DOCUMENTATION = ("home", "guide")


def open_and_listen(page: Page, address: str) -> tuple[list[str], list[str]]:
    """Opens a page; the addresses it asked for, and what went wrong in it."""
    asked: list[str] = []
    wrong: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda m: wrong.append(_told(m)) if m.type in ("error", "warning") else None)

    def failed(request: Request) -> None:
        # What a page no longer wants because its reader has gone on did not fail.
        if request.failure != "net::ERR_ABORTED":
            wrong.append(f"{request.url}: {request.failure}")

    page.on("requestfailed", failed)
    page.goto(address, wait_until="networkidle")
    return asked, wrong


def _told(message: ConsoleMessage) -> str:
    """What a console shows of a message: which resource did not load stands beside its text."""
    return f"{message.text} {message.location.get('url', '')}".strip()


def ours(page: Page, known: Iterable[str] = THEMES_OWN) -> list[tuple[str, str]]:
    """What axe finds on a page and is not known to be the theme's."""
    return [
        (violation["id"], node["html"][:200])
        for violation in Axe().run(page).response["violations"]
        for node in violation["nodes"]
        if violation["id"] not in known or "pm-" in node["html"]
    ]


def sideways(page: Page) -> int:
    """By how many pixels a page can be scrolled sideways."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))
