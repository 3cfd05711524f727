"""The types of the site's JavaScript, as its JSDoc says them, hold in TypeScript's strict mode."""

import subprocess
from pathlib import Path

from tests.helpers import ROOT


def tsc(web_tools: Path, *options: str) -> subprocess.CompletedProcess[str]:
    compiler, config = web_tools / "typescript/bin/tsc", ROOT / "tests/web/tsconfig.json"
    command = ["node", str(compiler), "--project", str(config), *options]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )


def test_the_scripts_of_the_site_have_the_types_that_they_say(web_tools: Path) -> None:
    done = tsc(web_tools)
    assert (done.stdout, done.returncode) == ("", 0)


def test_every_script_of_ours_is_checked(web_tools: Path) -> None:
    done = tsc(web_tools, "--listFilesOnly")
    listed = {Path(name).resolve() for name in done.stdout.split("\n")}
    ours = set((ROOT / "plugins/postmortem_archive/assets").rglob("*.js"))
    assert {path.name for path in ours - listed} == {"mermaid.js"}
