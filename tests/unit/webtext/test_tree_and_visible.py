from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.webtext.plain import one_line, plain
from monitor.webtext.tree import parse_html
from monitor.webtext.visible import blocks, drop_clutter, drop_furniture, drop_hidden, word_count

TAGS = st.sampled_from("div p nav aside header article section dialog span menu footer".split())
ATTRIBUTES = st.sampled_from([
    "", "", "class=nav", "class='hidden x'", "id=sidebar-share", "hidden", "hidden=until-found", "style='display:none'",
    "role=navigation", "role=BANNER", "role=dialog", "aria-hidden=true", "open class=promo", "class=newsletter-text",
])  # fmt: skip
PAGES = st.recursive(
    st.sampled_from(["word", "some more words", "<h1>Head</h1>", "<br>"]),
    lambda inner: st.builds(
        lambda tag, given, parts: f"<{tag} {given}>{' '.join(parts)}</{tag}>", TAGS, ATTRIBUTES, st.lists(inner)
    ),
    max_leaves=25,
)


@given(PAGES)
@settings(max_examples=300)
def test_in_one_walk_the_same_goes_as_in_two(page: str) -> None:
    one = parse_html(f"<body>{page}</body>")
    assert one is not None
    drop_clutter(one)
    assert list(blocks(one)) == seen(f"<body>{page}</body>")


def seen(markup: str) -> list[str]:
    tree = parse_html(markup)
    assert tree is not None
    drop_hidden(tree)
    drop_furniture(tree)
    return list(blocks(tree))


def test_blocks_are_lines_and_inline_markup_is_not() -> None:
    assert seen("<h1>One <em>two</em></h1>tail<p>three<br>four</p>") == ["One two", "tail", "three", "four"]


def test_a_table_row_is_one_line() -> None:
    rows = "<tr><th>State</th><th>Date</th></tr><tr><td><p>Belmark</p></td><td></td><td>1 May</td></tr>"
    assert seen(f"<table>{rows}</table>") == ["State | Date", "Belmark | 1 May"]


def test_a_table_for_layout_makes_no_rows() -> None:
    assert seen("<table><tr><td><p>a b</p><table><tr><td>c</td><td>d</td></tr></table></td></tr></table>") == [
        "a b",
        "c | d",
    ]


def test_what_a_browser_hides_is_not_read() -> None:
    hidden = (
        "<div style='display: none'>x1</div><p hidden>x2</p><i aria-hidden=true>x3</i><script>x4</script>"
        "<span class='sr-only'>x5</span><template>x6</template><p style='position:absolute;left:-9999px'>x7</p>"
    )
    assert seen(f"<body style='display:none'>{hidden}<p>shown</p>") == ["shown"]


def test_site_furniture_goes_and_an_articles_own_header_stays() -> None:
    markup = (
        "<header class='top'>Site</header><nav>Menu</nav><article><header><h1>Headline of it</h1></header>"
        "<p>Words of the text itself.</p><div class='share'>Share</div></article><footer>Legal</footer>"
    )
    assert seen(markup) == ["Headline of it", "Words of the text itself."]


def test_furniture_by_name_that_holds_most_of_the_text_is_no_furniture() -> None:
    assert seen("<div class='promo'><p>" + "All of the text stands here. " * 20 + "</p></div><p>x</p>")[0].startswith(
        "All of"
    )


def test_text_below_any_depth_of_nesting_is_found() -> None:
    markup = "<title>t</title>" + "<div>" * 50_000 + "deep words</div><p>next <a href='/x'>li<b>nk</a></p>"
    tree = parse_html(markup)
    assert tree is not None
    assert list(blocks(tree)) == ["deep words", "next link"]
    assert [link.get("href") for link in tree.iter("a")] == ["/x"]


def test_unclosed_inline_tags_do_not_swallow_the_page() -> None:
    assert seen("<b>" * 2_000 + "first<p>second") == ["first", "second"]


def test_a_tag_with_very_many_attributes_costs_nothing() -> None:
    attributes = " ".join(f"a{number}=1" for number in range(100_000))
    assert seen(f"<p {attributes}>text here</p>") == ["text here"]


def test_nothing_gives_no_tree() -> None:
    assert parse_html("") is None
    assert parse_html("<!-- only a comment") is None


def test_markup_becomes_plain_text_on_one_line() -> None:
    assert plain("<p>One</p><p>two &amp;amp; three</p><script>x()</script>", 100) == "One two & three"
    assert plain("&lt;b&gt;bold&lt;/b&gt;", 100) == "bold"
    assert plain("a < b and c > d", 100) == "a < b and c > d"
    assert plain("AT&T\u202e \n x", 100) == "AT&T x"


def test_a_long_line_is_cut_at_a_word() -> None:
    assert one_line("alpha beta gamma", 12) == "alpha beta…"
    assert len(one_line("x" * 900, 500)) == 500


def test_words_are_counted_in_scripts_without_spaces_too() -> None:
    assert word_count("two words 12 | a") == 2
    assert word_count("国際刑事裁判所") >= 3
