"""What must not stand in a postmortem: credentials, and addresses of people and networks."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from postmortem_archive import credentials, rules
from tests.conftest import build
from tests.helpers import ARCHIVE, PATH, POSTMORTEM, ROOT, archive_of, make, with_field
from tests.test_commands import clean, postmortem

# Put together here, so that no scanner takes this file for a leak.
GITHUB = "ghp" + "_" + "aB3dE5fG7h" * 3 + "123456"
AWS = "AKIA" + "QWERTYUIOP123456"
JWT = "eyJ" + "hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3In0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P"
STRIPE = "sk" + "_live_" + "a1B2c3D4e5F6g7H8i9J0k1L2"
SLACK = "https://hooks.slack.com" + "/services/T000AAAA/B000BBBB/abc123DEF456"
KEY_LINES = ["MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7", "Vx5AqW2xgJH0PpL8cHkVqH3yK1mN"]
PRIVATE_KEY = "\n".join(
    ["-----BEGIN " + "RSA PRIVATE KEY-----", *KEY_LINES, "-----END RSA PRIVATE KEY-----"]
)


def told(tmp_path: Path, text: str, rule: str) -> list[tuple[int, int]]:
    """Where a rule finds something in a text that ends a valid postmortem."""
    archive = archive_of(tmp_path, {PATH: f"{POSTMORTEM}\n{text}\n"})
    first = POSTMORTEM.count("\n") + 1
    return [(f.line - first, f.column) for f in rules.check(archive, {PATH}) if f.rule == rule]


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        (f"The token {GITHUB} was used.", GITHUB),
        (f"    aws configure set aws_access_key_id {AWS}", AWS),
        (f"`Authorization: {JWT}`", JWT),
        (f"| 14:25 | The key {STRIPE} was refused |", STRIPE),
        (f"curl {SLACK}", SLACK),
        ("postgres://orders:n3v3r-us3d@db.acme.io/x", "n3v3r-us3d"),
        ("redis://:s3cr3tPa5@cache:6379/0", "s3cr3tPa5"),
        ("DB_PASSWORD=winter2024!", "winter2024!"),
        ('  "password": "hunter2",', "hunter2"),
        ("secret_access_key = wJalrXUtnFEMIaK7MDENGbPxRfiCYzzzzKEY12", "wJalrXUtnFEMIaK7M"),
        ("curl -H 'Authorization: Bearer abcdef0123456789ABCDEFxyz'", "abcdef0123456789ABCDEFxyz"),
        ("github" + "_pat_" + "1A2b3C4d5E" * 6, "1A2b3C4d5E" * 6),
        (f"<!-- {GITHUB} -->", GITHUB),
    ],
)
def test_a_credential_is_found_and_masked(text: str, secret: str) -> None:
    (found,) = credentials.find(["", text])
    assert (found.line, found.column) == (2, text.index(found.texts[0]) + 1)
    assert secret in found.texts[0]
    masked = credentials.Mask([found])(text)
    assert len(masked) == len(text)
    assert all(secret[at : at + 6] not in masked for at in range(len(secret) - 5))
    assert secret not in repr(found)
    assert len(found.beginning) <= 5


@pytest.mark.parametrize(
    "text",
    [
        "postgres://orders:${PASSWORD}@db/x and postgres://orders:password@db/x",
        "the token `<token>`, token: $TOKEN, token: ${{ secrets.TOKEN }}, ghp_" + "x" * 36,
        "AKIAIOSFODNN7EXAMPLE",
        "The password: the one that was renewed. Password: ********",
        "password_min_length: 12, secret: db-credentials-v2, secretName: tls-2026",
        "secret=projects/123/secrets/db, password=sha256:abcdef0123, api_key: /run/secrets/k1",
        "token: 123e4567-e89b-12d3-a456-426614174000 and the primary key: order_id2",
        "git@github.com:acme/orders.git, https://example.com/@user:foo, host:5000/x@sha256:abc",
        "The line -----BEGIN RSA PRIVATE KEY----- was lost.",
        "-----BEGIN PRIVATE KEY-----\n[removed]\n-----END PRIVATE KEY-----",
        "image@sha256:f346f834cb453f1c415f7f74bfe7e08e890b26f3 in commit f346f834cb453f1c415f7f74b",
    ],
)
def test_what_only_looks_like_a_credential_is_left_alone(text: str) -> None:
    assert list(credentials.find(text.split("\n"))) == []


def test_a_private_key_is_told_once_at_its_first_line() -> None:
    for lead in ("", "    ", "> ", "# "):
        lines = [f"{lead}{line}" for line in PRIVATE_KEY.split("\n")]
        (found,) = credentials.find(["x", *lines])
        assert (found.kind, found.line, found.column) == ("private key", 2, len(lead) + 1)
        assert list(found.texts) == KEY_LINES
    (found,) = credentials.find([PRIVATE_KEY.replace("\n", "\\n")])
    assert KEY_LINES[0] in found.texts[0]


def test_nothing_is_asked_of_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object, **named: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert len(list(credentials.find([GITHUB, AWS, JWT, STRIPE, SLACK, "x@y: +44 20 7946"]))) == 5


def test_libraries_are_imported_only_where_something_may_be_found() -> None:
    code = (
        "import sys; from pathlib import Path; from postmortem_archive import load, rules\n"
        "rules.check(load.load(Path('postmortems')))\n"
        "print([n for n in ('detect_secrets', 'requests', 'phonenumbers') if n in sys.modules])"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "plugins")}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout == "[]\n"


# Each secret stands where another rule quotes what it finds, so that its message would repeat it.
LEAKS = (
    with_field(f"tags: [{GITHUB}]\ntitle: Orders stuck, password=winter2024A\nservices: [{AWS}]")
    .replace("| Alert when", f"| Use {JWT} and alert when")
    .replace("| platform |", "| platform + backend |")
    + f"\n```text\n{PRIVATE_KEY}\n```\n\nThe page [of it](https://u:n3v3r-us3d@db.acme.io/)"
    + " was made by jane.doe@orders.acme.\n"
)
SECRETS = [GITHUB[8:], AWS[4:], "winter2024A", "n3v3r-us3d", *KEY_LINES, *JWT.split(".")[1:]]


def leaked(text: str) -> list[str]:
    """The secrets of which eight letters in a row stand in a text."""
    return [s for s in SECRETS if any(s[at : at + 8] in text for at in range(len(s) - 7))]


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github", "gitlab", "junit"])
def test_no_output_repeats_a_credential(tmp_path: Path, form: str) -> None:
    root = make(tmp_path, {PATH: LEAKS})
    output = clean(postmortem("check", "--format", form, "--archive", root), 1)
    assert "credential-shown" in output
    assert "tag-unknown" in output or form == "junit"
    assert leaked(output) == []
    assert "jane.doe" not in output or form in ("text", "sarif")  # the line; the manual


def test_a_site_masks_what_its_build_tells_of(tmp_path: Path) -> None:
    make(tmp_path, {PATH: LEAKS})
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text("# Home\n", encoding="utf-8")
    config = tmp_path / "mkdocs.yml"
    config.write_text(
        "site_name: Test\ntheme: {name: mkdocs}\nplugins: [search, postmortems]\n", "utf-8"
    )
    status, output = build(config, tmp_path / "site")
    assert status == 0, output
    assert "credential-shown" in output
    assert leaked(output) == []
    pages = [path for path in (tmp_path / "site").rglob("*") if path.is_file()]
    texts = {path: path.read_bytes().decode("utf-8", "replace") for path in pages}
    assert any("Orders stuck, password=•••" in text for text in texts.values())
    assert {path: leaked(text) for path, text in texts.items() if leaked(text)} == {}


def test_a_waived_example_is_shown_on_the_site(tmp_path: Path) -> None:
    from postmortem_archive.load.redact import without_credentials

    archive = archive_of(tmp_path, {PATH: LEAKS})
    assert without_credentials(archive, set()) is archive
    (masked,) = without_credentials(archive, {PATH}).postmortems
    assert leaked("\n".join(masked.lines)) == []
    assert [len(line) for line in masked.lines] == [
        len(line) for line in archive.postmortems[0].lines
    ]


def test_a_credential_is_found_in_every_part_of_a_file(tmp_path: Path) -> None:
    archive = archive_of(tmp_path, {PATH: with_field(f"tracker: {GITHUB} # {STRIPE}")})
    found = [f for f in rules.check(archive, {PATH}) if f.rule == "credential-shown"]
    assert [(f.line, f.column, f.level) for f in found] == [(12, 10, "error")]
    assert found[0].message.startswith("GitHub Token (ghp_…) and 1 more in the text; revoke it now")
    for text in (f"```bash\nexport X={AWS}\n```", f"<!--\n{JWT}\n-->", f"    {STRIPE}"):
        assert len(told(tmp_path, text, "credential-shown")) == 1


@pytest.mark.parametrize(
    "piece",
    [
        "ghp_",
        "://a:",
        "eyJ.",
        "password=",
        "password: a1b2c3d4 ",
        "xoxb-1-",
        "a.a@",
        "+4 ",
        "10.0.",
        "fe80:",
        "Bearer ",
    ],
)
def test_a_long_line_is_read_to_its_end(tmp_path: Path, piece: str) -> None:
    line = piece * (200_000 // len(piece))
    end = f" ; {GITHUB} ; jane.doe@orders.acme ; +44 20 7946 0123 ; 10.0.32.54 ."
    archive = archive_of(tmp_path, {PATH: f"{POSTMORTEM}\n{line}{end}\n"})
    found = {finding.rule for finding in rules.check(archive, {PATH})}
    assert {"credential-shown", "email-address", "phone-number", "internal-address"} <= found


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("mail jane.doe@orders.acme or Jane.Doe@orders.acme", 1),
        ("[write](mailto:jane@orders.acme)", 1),
        ('{"user": "jane@orders.acme"}', 1),
        ("By Jane <jane@orders.acme>.", 1),
        ("support@orders.acme, no-reply@orders.acme, binder-team@googlegroups.com", 0),
        ("jane@example.com, jane@example.co, jane@a.test, jane@host.invalid, 12345@news.acme", 0),
        ("git@github.com:acme/orders.git, jane@db1.acme.io:/var/log, ssh jane@db1.acme.io", 0),
        ("eslint-scope@3.7.2, logo@2x.png, getty@tty1.service, foo@bar, @jane", 0),
        ("https://jane@orders.acme/x and https://u:pass.word@orders.acme/x", 0),
        ("builder@project.iam.gserviceaccount.com, jane@users.noreply.github.com", 0),
    ],
)
def test_addresses_of_people(tmp_path: Path, text: str, count: int) -> None:
    assert len(told(tmp_path, text, "email-address")) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Call +44 20 7946 0123, tel:+442079460123 or +45 33 42 33 42.", 3),
        ("`+1 (202) 456-1111`", 1),
        ("+1 800 555 0199, +0200, UTC+02:00, +1234567, 1+4520794601, x=+442079460123", 0),
        ("order 442079460123, 2026-02-15 14:23:00, 1708000000, 020 7946 0123, 555-1234", 0),
        ("@@ -10,7 +4520,12 @@ and v1.2.3+45334233420.1 and +999 123 456 789", 0),
    ],
)
def test_phone_numbers(tmp_path: Path, text: str, count: int) -> None:
    assert len(told(tmp_path, text, "phone-number")) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("10.0.32.54, 172.16.0.1:80, http://192.168.1.1/x, 169.254.169.254, 10.0.0.0/16", 5),
        ("[fd12:3456::1] and fe80::1", 2),
        ("db.prod.internal, x.svc.cluster.local.", 2),
        (
            "127.0.0.1, 192.0.2.1, 8.8.8.8, 172.32.0.1, version 10.2.3.4, 10.0.19041.1, 1.10.0.0.1",
            0,
        ),
        (
            "docker-compose.local.yml, .env.local, 14:10:12, local, www.corp.com, ::1, 2001:db8::1",
            0,
        ),
    ],
)
def test_internal_addresses(tmp_path: Path, text: str, count: int) -> None:
    assert len(told(tmp_path, text, "internal-address")) == count


def test_internal_addresses_are_those_that_policy_names(tmp_path: Path) -> None:
    text = f"{POSTMORTEM}\n10.0.0.1, 203.0.113.7, db.corp.acme.io, www.acme.io\n"
    line = POSTMORTEM.count("\n") + 2

    def columns(policy: str) -> list[int]:
        settings = ARCHIVE.replace("internal_addresses: [private]", policy)
        found = rules.check(archive_of(tmp_path, {PATH: text}, settings))
        assert all((f.rule, f.line) == ("internal-address", line) for f in found)
        return [finding.column for finding in found]

    assert columns("people: roles") == []
    assert columns("internal_addresses: [203.0.113.0/24, '*.corp.acme.io']") == [11, 24]
    assert columns("internal_addresses: [acme.io]") == [24, 41]


def test_a_wrong_internal_address_in_the_settings_is_told(tmp_path: Path) -> None:
    settings = ARCHIVE.replace("[private]", "['10.0.0.0/40']")
    (found,) = rules.check(archive_of(tmp_path, {PATH: POSTMORTEM}, settings))
    assert found.path == "archive.yml"
    assert "neither a network nor a domain" in found.message


def test_json_names_the_place_of_a_credential(tmp_path: Path) -> None:
    root = make(tmp_path, {PATH: f"{POSTMORTEM}\nThe token {GITHUB}.\n"})
    (row,) = json.loads(clean(postmortem("check", "--format", "json", "--archive", root), 1))
    assert (row["rule"], row["column"]) == ("credential-shown", 11)
    assert "(ghp_…)" in row["message"]
    assert "revoke it" in row["message"]
