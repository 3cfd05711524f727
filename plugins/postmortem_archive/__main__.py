"""Lets `python -m postmortem_archive` be the command."""

from postmortem_archive.cli import main

main()
