"""Names that differ only in how they are written, in archive.yml and between postmortems."""

from pathlib import Path

import pytest

from postmortem_archive import rules
from postmortem_archive.model.alike import doubles
from tests.helpers import ARCHIVE, PATH, POSTMORTEM, archive_of, with_field

OTHER = "2026/2026-02-14-pool-full.md"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("dns", "DNS"),
        ("database", "data-base"),
        ("data center", "datacenters"),
        ("timeouts", "timeout"),
        ("policy", "policies"),
        ("cache", "caches"),
        ("irc bot", "ircbot"),
        ("certificates", "certficates"),
        ("kubernetes", "kuberentes"),
        ("database", "databse"),
        ("repo.jenkins-ci.org", "repo-jenkins-ci.org"),
    ],
)
def test_one_name_written_twice(one: str, other: str) -> None:
    assert doubles({one: 2, other: 1}) == {other: one}
    assert doubles({one: 1, other: 2}) == {one: other}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("v1", "v2"), ("us-east-1", "us-east-2"), ("us-east-1", "us-east1"), ("s3", "s4"),
        ("c", "c++"), ("google", "google+"), ("http", "https"), ("eu region", "us region"),
        ("us east coast", "us west coast"), ("container", "containerd"), ("flighting", "lightning"),
        ("status", "state"), ("process", "processor"), ("redis", "reds"), ("auth", "oauth"),
        ("502 errors", "503 errors"), ("ingress", "egress"), ("", "-"),
    ],
)  # fmt: skip
def test_names_of_two_things(one: str, other: str) -> None:
    if one and other:
        assert doubles({one: 2, other: 1}) == {}


def told(tmp_path: Path, files: dict[str, str | bytes], archive: str) -> list[str]:
    found = rules.check(archive_of(tmp_path, files, archive))
    return [f"{f.path}:{f.line} {f.message}" for f in found if f.rule == "tags-alike"]


def test_the_later_of_two_names_in_the_vocabulary_is_told(tmp_path: Path) -> None:
    archive = ARCHIVE.replace("\ntags: {", "\ntags:\n  {DNS: Names., ")
    files: dict[str, str | bytes] = {PATH: with_field("tags: [dns, DNS]")}
    (line,) = told(tmp_path, files, archive)
    assert line == 'archive.yml:11 tags: "dns" and "DNS" are one name written twice; keep one'
    allowed = archive.replace("did not resolve.}", "did not resolve.}  # allow tags-alike: two.")
    assert told(tmp_path, files, allowed) == []
    off = archive.replace("policy: {", "policy: {rules: {tags-alike: {off: Two products.}}, ")
    assert told(tmp_path, files, off) == []


def test_without_a_vocabulary_the_rarer_one_is_told(tmp_path: Path) -> None:
    archive = ARCHIVE.replace("\ntags:", "\n# tags:")
    files: dict[str, str | bytes] = {
        PATH: with_field("tags: [timeouts, dns]"),
        OTHER: with_field("tags: [timeout, dns]").replace("2026-02-15", "2026-02-14"),
        OTHER.replace("pool", "disk"): with_field("tags: [timeout]"),
    }
    (line,) = told(tmp_path, files, archive)
    assert line.startswith(f'{PATH}:12 tags: "timeouts" is called "timeout" in other')


def test_names_of_restricted_postmortems_are_told_to_nobody(tmp_path: Path) -> None:
    archive = ARCHIVE.replace("\ntags:", "\n# tags:")
    secret = with_field("tags: [Acquisitions]\nvisibility: restricted")
    files: dict[str, str | bytes] = {
        PATH: with_field("tags: [acquisition]"),
        OTHER: secret,
        OTHER.replace("pool", "disk"): secret,
    }
    assert [line.partition(":")[0] for line in told(tmp_path, files, archive)] == [
        OTHER.replace("pool", "disk"),
        OTHER,
    ]
    files[PATH] = POSTMORTEM
    assert told(tmp_path, files, archive) == []
