"""Where mkdocs.yml, if there is one, says that the archive is."""

from pathlib import Path
from typing import Any

from postmortem_archive.folder import FOLDER
from postmortem_archive.load import yaml_tree

SITE_FILES = ("mkdocs.yml", "mkdocs.yaml")
PLUGIN = "postmortems"


def site_file(folder: Path) -> Path | None:
    """The file of MkDocs in a folder, as MkDocs itself looks for it."""
    return next((folder / name for name in SITE_FILES if (folder / name).is_file()), None)


def named_folder(folder: Path) -> str | None:
    """The archive's folder that the plugin is told, relative to mkdocs.yml; None without it."""
    file = site_file(folder)
    try:
        text = file.read_text(encoding="utf-8") if file else ""
    except (OSError, ValueError):  # MkDocs will say what is wrong with it
        return None
    if PLUGIN not in text:  # most sites know nothing of postmortems
        return None
    site = yaml_tree.parse(text).value
    return plugin_folder(site.get("plugins")) if isinstance(site, dict) else None


def plugin_folder(plugins: Any) -> str | None:
    """The folder that a value of the key `plugins` gives to the plugin; None without it."""
    entries = [{name: plugins[name]} for name in plugins] if isinstance(plugins, dict) else plugins
    for entry in entries if isinstance(entries, list) else ():
        options = entry.get(PLUGIN) if isinstance(entry, dict) and PLUGIN in entry else None
        if entry == PLUGIN or (isinstance(entry, dict) and PLUGIN in entry):
            folder = options.get("folder") if isinstance(options, dict) else None
            return folder if isinstance(folder, str) else FOLDER
    return None
