"""Fixtures: the shipped site built once, served, and a browser to look at it."""

import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import settings

from tests.helpers import ROOT

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")

# A busy machine is no mistake of the product.
settings.register_profile("ours", deadline=None)
settings.load_profile("ours")


def build(config: Path, site: Path, *options: str, tool: str = "mkdocs") -> tuple[int, str]:
    """Builds a site; the exit status and everything that was printed."""
    command = [sys.executable, "-m", tool, "build", "-f", str(config), "-d", str(site), *options]
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1771113600"}
    run = subprocess.run(
        command, env=env, capture_output=True, text=True, encoding="utf-8", timeout=300, check=False
    )
    return run.returncode, run.stdout + run.stderr


@pytest.fixture(autouse=True, scope="session")
def _own_memory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What the product remembers of a run stays out of the tester's own cache folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped archive as a site, built strictly."""
    folder = tmp_path_factory.mktemp("site")
    status, output = build(ROOT / "mkdocs.yml", folder, "--strict")
    assert status == 0, output
    assert "WARNING" not in output, output
    return folder


@pytest.fixture(scope="session")
def flat_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped archive without a folder for each page, as it can be read from a disk."""
    folder = tmp_path_factory.mktemp("flat")
    (folder / "mkdocs.yml").write_text(
        f"INHERIT: {ROOT / 'mkdocs.yml'}\nsite_url: https://incidents.example.com/archive/\n"
        f"use_directory_urls: false\ndocs_dir: {ROOT / 'docs'}\n"
        f"plugins:\n  postmortems: {{folder: {ROOT / 'postmortems'}}}\n",
        encoding="utf-8",
    )
    status, output = build(folder / "mkdocs.yml", folder / "site")
    assert status == 0, output
    return folder / "site"


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: the tests' output is for the tests."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address at which a built site is served while the context lasts."""
    handler = functools.partial(Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """The address at which the shipped site is served."""
    with served(site) as found:
        yield found


def chromium() -> str | None:
    found = os.environ.get("CHROMIUM") or next(
        filter(None, map(shutil.which, CHROMIUM_NAMES)), None
    )
    return found if found and Path(found).exists() else None


def lacking(message: str) -> None:
    """Skips what needs a tool that is not here; where all tools must be there, fails."""
    if os.environ.get("POSTMORTEM_REQUIRE_TOOLS"):
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def web_tools() -> Path:
    """Where npm has put the tools of tests/web."""
    found = ROOT / "tests" / "web" / "node_modules"
    if not shutil.which("node") or not (found / "installed.json").exists():
        lacking("no tools of tests/web here; scripts/setup-web brings them, or says what it lacks")
    return found


@pytest.fixture(scope="session")
def vnu(web_tools: Path) -> list[str]:
    """The command of the Nu checker for HTML."""
    if not shutil.which("java"):
        lacking("no Java here; on Debian: apt-get install default-jre-headless")
    (jar,) = web_tools.glob("vnu-jar/build/dist/vnu.jar")
    return ["java", "-Xss8m", "-jar", str(jar)]


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """Debian's Chromium, driven by Playwright, which brings none of its own."""
    from playwright.sync_api import sync_playwright

    path = chromium()
    if path is None:
        lacking("no Chromium here; on Debian: apt-get install chromium")
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking",
                     "--disable-component-update", "--disable-sync", "--no-first-run"]  # fmt: skip
        instance = playwright.chromium.launch(executable_path=path, args=arguments)
        yield instance
        instance.close()
