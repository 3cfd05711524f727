"""The archive: everything that was read from one folder, with its look-ups."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from posixpath import basename, splitext

from postmortem_archive.model.alike import bare, counted, doubles
from postmortem_archive.model.archive_file import ArchiveFile
from postmortem_archive.model.body import Place
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.incident_list import ListedIncident, bare_id
from postmortem_archive.model.language import Language
from postmortem_archive.model.postmortem import Action, Postmortem
from postmortem_archive.model.resemblance import Unanswered
from postmortem_archive.model.template import Template

_NO_LETTER = re.compile(r"[\W_]+")
_TOLD_APART = re.compile(r"# ?allow tags-alike: ?\S")
_FORMER_PATH = re.compile(r"(?:[^/\\.][^/\\\0]{0,200}/){0,20}[^/\\.][^/\\\0]{0,200}\.md")


@dataclass(frozen=True)
class Archive:
    """A folder of postmortems with its vocabulary, policy and templates.

    `postmortems` are newest first. `file_problems` and `file_lines` are those of
    archive.yml and of the templates, by path; `places` says where archive.yml's values
    stand. `files` are all files of the folder; `neighbours` those files outside it, in
    the same repository, that postmortems link to and that exist. `language` is what
    the language rules look for. `incident_list` is the list of all incidents, in its own
    order, or None if the archive has none. `unanswered` are the earlier incidents that an
    incident looks like and nobody has a verdict on, by its path, the nearest first: as far as
    archive.yml asks, and only where somebody has looked. `digest` names the contents of
    archive.yml, the templates and the wordings. All paths are relative to the folder.
    """

    file: ArchiveFile
    templates: Mapping[str, Template]
    postmortems: tuple[Postmortem, ...]
    file_problems: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)
    file_lines: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    places: Mapping[tuple[str | int, ...], Place] = field(default_factory=dict)
    files: frozenset[str] = frozenset()
    neighbours: frozenset[str] = frozenset()
    language: Language = field(default_factory=Language)
    incident_list: tuple[ListedIncident, ...] | None = None
    unanswered: Mapping[str, tuple[Unanswered, ...]] = field(default_factory=dict)
    digest: str = ""

    @cached_property
    def by_id(self) -> dict[str, Postmortem]:
        return {postmortem.id: postmortem for postmortem in reversed(self.postmortems)}

    @cached_property
    def by_path(self) -> dict[str, Postmortem]:
        return {postmortem.path: postmortem for postmortem in self.postmortems}

    @cached_property
    def paths_by_id(self) -> dict[str, list[str]]:
        """Where the postmortems of an id stand; there should be one."""
        paths: dict[str, list[str]] = {}
        for postmortem in self.postmortems:
            paths.setdefault(postmortem.id, []).append(postmortem.path)
        return paths

    @cached_property
    def by_title(self) -> dict[str, list[Postmortem]]:
        """The postmortems of a title, whatever its case and punctuation."""
        return self.grouped(lambda postmortem: [spelling(postmortem.title)])

    def grouped(self, keys: Callable[[Postmortem], Iterable[str]]) -> dict[str, list[Postmortem]]:
        """The postmortems under each of their keys, newest first."""
        groups: dict[str, list[Postmortem]] = {}
        for postmortem in self.postmortems:
            for key in dict.fromkeys(keys(postmortem)):
                groups.setdefault(key, []).append(postmortem)
        return groups

    @cached_property
    def named_by(self) -> dict[str, list[tuple[str, Postmortem]]]:
        """Which postmortems name this one in a verdict: (verdict, postmortem) by id."""
        named: dict[str, list[tuple[str, Postmortem]]] = {}
        for postmortem in self.postmortems:
            for verdict, other in verdicts(postmortem):
                named.setdefault(other, []).append((verdict, postmortem))
        return named

    @cached_property
    def moved(self) -> dict[str, Postmortem]:
        """The postmortem that each former path leads to; paths that are in doubt lead nowhere."""
        return {
            path: claiming[0]
            for path, claiming in self._claiming.items()
            if len(claiming) == 1 and path not in self.by_path and is_former_path(path)
        }

    @cached_property
    def formerly(self) -> dict[str, Postmortem]:
        """The postmortem that had an id before its file was renamed."""
        return {splitext(basename(path))[0]: postmortem for path, postmortem in self.moved.items()}

    def claiming(self, path: str) -> list[Postmortem]:
        """The postmortems that say to have stood at a path."""
        return self._claiming.get(path, [])

    @cached_property
    def _claiming(self) -> dict[str, list[Postmortem]]:
        return self.grouped(lambda postmortem: postmortem.front.aliases)

    def actions_alike(self, action: Action) -> list[Postmortem]:
        """The postmortems that have an action of the same words, newest first."""
        return self._by_action.get(action.key, []) if action.key else []

    @cached_property
    def _by_action(self) -> dict[str, list[Postmortem]]:
        return self.grouped(lambda post: (action.key for action in post.actions if action.key))

    def double_of(self, names: str, name: str) -> str | None:
        """The more frequent name of which this one of a field is a double.

        Names that only restricted postmortems have are told to nobody.
        """
        doubles, usual = self._names[names]
        return doubles.get(name) or (other if (other := usual.get(bare(name))) != name else None)

    def told_apart(self, names: str, one: str, other: str) -> bool:
        """Whether archive.yml has two names of a field and says that they are two.

        It does so by a comment with the reason on the line of either, or by doing without the
        rule.
        """
        vocabulary = getattr(self.file, names) or ()
        if one not in vocabulary or other not in vocabulary:
            return False
        setting = self.file.policy.rules.get("tags-alike")
        if setting and setting.off:
            return True
        lines = self.file_lines.get("archive.yml", ())
        places = (self.places.get((names, each)) for each in (one, other))
        return any(
            place.line <= len(lines) and _TOLD_APART.search(lines[place.line - 1])
            for place in places
            if place
        )

    @cached_property
    def _names(self) -> dict[str, tuple[dict[str, str], dict[str, str]]]:
        """For each field of names: the doubles, and the usual writing of each name."""
        found = {}
        open_to_all = [p.front for p in self.postmortems if not p.restricted]
        for names in ("services", "teams", "tags", "causes"):
            counts = counted(getattr(front, names) for front in open_to_all)
            usual: dict[str, str] = {}
            for name, _ in counts.most_common():
                usual.setdefault(bare(name), name)
            found[names] = (doubles(counts), usual)
        return found

    @cached_property
    def claims(self) -> dict[str, list[Postmortem]]:
        """The postmortems that each listed incident could belong to, by the incident's id.

        The one that the list names comes first, then those whose `tracker` is the
        incident's id, then the one that has this id itself. There should be one at most.
        """
        found: dict[str, list[Postmortem]] = {}
        for incident in self.incident_list or ():
            named = self.by_id.get(incident.postmortem or "")
            same = self.by_id.get(incident.id)
            claims = (named, *self._by_tracker.get(bare_id(incident.id), ()), same)
            found[incident.id] = [*{p.path: p for p in claims if p}.values()]
        return found

    @cached_property
    def _by_tracker(self) -> dict[str, list[Postmortem]]:
        return self.grouped(lambda p: [bare_id(p.front.tracker)] if p.front.tracker else [])

    def readable(self) -> "Archive":
        """The archive without restricted postmortems, for a site that anyone may open.

        Nor is an incident of the list there that one of them belongs to: it would be
        missed, and named.
        """
        kept = tuple(p for p in self.postmortems if not p.restricted)
        listed = self.incident_list
        if listed is not None:
            listed = tuple(
                one for one in listed if not any(p.restricted for p in self.claims[one.id])
            )
        return replace(self, postmortems=kept, incident_list=listed)


def verdicts(postmortem: Postmortem) -> Iterator[tuple[str, str]]:
    """The verdicts a postmortem records: (field, id of the other)."""
    for verdict in ("repeat_of", "related", "not_repeat_of"):
        for other in getattr(postmortem.front, verdict):
            yield verdict, other


def is_former_path(text: str) -> bool:
    """Whether it can have been the path of a postmortem: inside the archive, and Markdown."""
    return _FORMER_PATH.fullmatch(text) is not None


def spelling(title: str) -> str:
    """A title's letters and digits: what makes it another title than the next one."""
    return _NO_LETTER.sub("", title.casefold())


def are_related(one: Postmortem, other: Postmortem) -> bool:
    """Whether either of two postmortems records a verdict on the other."""
    of_one = {named for _, named in verdicts(one)}
    return other.id in of_one or one.id in {named for _, named in verdicts(other)}


def newest_first(postmortems: Iterable[Postmortem]) -> tuple[Postmortem, ...]:
    """Sorted by moment, then by id, the latest first."""

    def key(postmortem: Postmortem) -> tuple[date, float, str]:
        started = postmortem.front.started
        moment = started.timestamp() if started and started.year > 1 else 0.0
        return (postmortem.day or date.min, moment, postmortem.id)

    return tuple(sorted(postmortems, key=key, reverse=True))
