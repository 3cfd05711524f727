"""An archive whose texts are awkward to show: markup, quotes, other scripts, words without end."""

from tests.helpers import POSTMORTEM, with_field

LONG = "ThreadPoolExhaustedWhileWaitingForTheConnection" * 4
MARKUP = "</title><b>\"'&amp;&"
HEBREW = "הזמנות תקועות בתור"

SETTINGS = f"""\
name: 'Acme & Söhne <"incidents">'
severities:
  'SEV <1>': {{label: "Very \\"bad\\" & <b>", definition: "Down & out, 'all' users <i>.",
    when: {{data_loss: true}}}}
  SEV-2: {{label: Major, definition: Down for many users.}}
services:
  "order <service>": "Takes \\"orders\\" & more."
  {LONG.lower()}: {LONG}
  "תשלומים": {HEBREW}
teams: {{"R&D": "Runs 'all' <b>.", "🚒 brigade": "Puts out fires."}}
tags: {{'C++': x, 'a/b "c"': x, "<script>": x, "日本": x, "🔥": x}}
causes: {{"it's <DNS> & co": "Always."}}
detection: {{"a \\"customer\\"": "A customer <b> came first."}}
"""

FIELDS = f"""\
severity: 'SEV <1>'
services: ["order <service>", {LONG.lower()}, "תשלומים"]
teams: ["R&D", "🚒 brigade"]
tags: ['C++', 'a/b "c"', "<script>", "日本", "🔥"]
causes: ["it's <DNS> & co"]
detection: 'a "customer"'
tracker: 'https://example.com/?a="b"&c=<d>'
links: {{'<b> & "x"': 'https://example.com/?a=1&b=2#"<'}}
"""

# What an author may write by hand, well or not, with names that the page has already.
BY_HAND = f"""\
<p align="center">In the <b>middle <i>of</b> it</i>
<div><p>open<ul><li>one<li>two</div>
<table><tr><td align=right>a<td>b & c</table>
<details open><summary>More</summary>

- {LONG}
- [ ] not done

</details>
<a href="#x" id="summary" name="summary">a <a href="y">in an a</a></a>
<h2 id="impact">Impact</h2><h4>Too deep</h4>
<img src="x.png"><br></br><img alt='a "b" <c>' src="https://example.com/x.png">
<ol start="x" reversed type=i><li value="z">a</li></ol><dl><dd>b</dl>
<td colspan=many>alone</td><time datetime="2026-02-15">then</time><span lang="x y" dir="up">b</span>
<script>alert(1)</script><style>p {{ color: red }}</style><svg><p></svg><iframe src="x"></iframe>
<button>b<input required><select><option>x</select></button>

| a \\| b | `c` |
|:-:|--|
| <b>x | {HEBREW} |

```mermaid
graph LR; A["<b>"] --> B
```

A note[^a "b"] and[^2].

[^a "b"]: One.
[^2]: Two <i>.
"""

TIMELINE = f"""\
| Time | Event |
|------|-------|
| 14:23 | {MARKUP} {LONG} |
| 14:23 | {HEBREW} 🔥 |
| later | <b>then |
"""


def _named(title: str, day: str, fields: str) -> str:
    quoted = title.replace("'", "''")
    moments = "\n".join(
        f"{name}: {day}T{hour}Z"
        for name, hour in (("started", "14:23"), ("detected", "14:25"), ("resolved", "15:08"))
    )
    text = with_field(f"title: '{quoted}'\n{moments}\npublished: {day}\n{fields}")
    return text.replace("An e-mail to all customers.", BY_HAND).replace(
        POSTMORTEM.partition("UTC.\n\n")[2].partition("\n## Root")[0], TIMELINE
    )


FILES: dict[str, str | bytes] = {
    "2026/2026-02-15-markup.md": _named(
        f"Orders {MARKUP}", "2026-02-15", f"{FIELDS}aliases: [2026/2026-02-14-old & <b>.md]"
    ),
    "2026/2026-02-16-hebrew.md": _named(
        HEBREW, "2026-02-16", f"{FIELDS}repeat_of: [2026-02-15-markup]"
    ),
    "2026/2026-02-17-🔥 & #1 100%.md": _named("🔥 it's 100% <b>", "2026-02-17", FIELDS),
    "2025/2025-02-18-long.md": _named(LONG, "2025-02-18", FIELDS),
    "2025/2025-02-19-draft.md": "---\ntitle: '<b> \"draft\"'\nstatus: draft\n---\n\n## Summary\n",
    "2025/2025-02-20-broken.md": f"---\ntitle: [\n---\n\n## Summary\n\n{BY_HAND}",
}
