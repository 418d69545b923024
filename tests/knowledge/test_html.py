"""Web pages read as a person sees them."""

from __future__ import annotations

from runnel.knowledge.html import list_links, read_page

PAGE = b"""<!doctype html><html lang="en"><head><title> A  page </title>
<meta name="Description" content="About it"><style>p {}</style></head>
<body><!-- not seen --><nav><a href="/home#top">Home</a></nav>
<h1>Big <b>news</b></h1><p>First line<br>second line</p>
<ul><li>one</li> <li>two</li></ul>
<table><tr><th>N</th><th>V</th></tr><tr><td>1</td><td>2</td></tr></table>
<pre>a
  b</pre><script>alert(1)</script></body></html>"""


def test_text_has_a_line_per_block() -> None:
    page = read_page(PAGE)
    assert page.text.split("\n") == [
        *("Home", "", "Big news", "", "First line", "second line", "", "one", "two", "", "N | V", "1 | 2", "", "a"),
        "  b",
    ]


def test_head_is_read() -> None:
    page = read_page(PAGE)
    assert (page.title, page.language, page.description) == ("A page", "en", "About it")


def test_links_are_absolute_and_named_once() -> None:
    source = "<a href='/x#y'>One</a><a href='/x'>again</a><a href='mailto:a@b'>mail</a><a href='http://o.test/'>O</a>"
    assert list_links(source, "http://here.test/page") == [("http://here.test/x", "One"), ("http://o.test/", "O")]


def test_deeply_nested_pages_are_read() -> None:
    assert read_page("<div>" * 5000 + "deep" + "</div>" * 5000).text == "deep"
