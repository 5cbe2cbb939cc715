from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from monitor.sources.feed import parse_feed
from monitor.sources.parsed import MAX_ENTRIES, Document, Parsed, ParseProblem

URL = "https://example.org/news/feed.xml"
HEAD = "<title>Court news</title><link>https://example.org/</link>"
NAMESPACES = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'


def read(body: str | bytes, charset: str = "") -> Parsed:
    data = body.encode() if isinstance(body, str) else body
    return parse_feed(Document(body=data, url=URL, charset=charset))


def rss(items: str, head: str = HEAD, before: str = "") -> str:
    return f'<?xml version="1.0"?>{before}<rss version="2.0" {NAMESPACES}><channel>{head}{items}</channel></rss>'


def item(title: str, extra: str = "") -> str:
    return f"<item><title>{title}</title>{extra}</item>"


def titles(parsed: Parsed) -> list[str]:
    return [entry.title for entry in parsed.entries]


def test_an_rss_item_is_read_with_all_its_parts() -> None:
    parsed = read(
        rss(
            item(
                "Judges &amp;amp; clerks <![CDATA[<b>meet</b>]]>",
                "<link>/a</link><guid isPermaLink='false'>g-1</guid><pubDate>Thu, 12 Mar 2026 14:00:00 CEST</pubDate>"
                "<dc:creator>Ines Holt</dc:creator><description>&lt;p&gt;In short.&lt;/p&gt;</description>"
                "<content:encoded><![CDATA[<p>At length, and with more words.</p>]]></content:encoded>",
            )
        )
    )
    (entry,) = parsed.entries
    assert (entry.title, entry.url, entry.guid) == ("Judges & clerks meet", "https://example.org/a", "g-1")
    assert (entry.summary, entry.author) == ("In short.", "Ines Holt")
    assert entry.content == "<p>At length, and with more words.</p>"
    assert entry.published == datetime(2026, 3, 12, 12, tzinfo=UTC)
    assert (parsed.title, parsed.problem) == ("Court news", None)


def test_atom_prefers_the_alternate_link_and_keeps_xml_base() -> None:
    parsed = read(
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://other.example/x/"><title>T</title>'
        '<link rel="next" href="?page=2"/><entry><id>urn:1</id><title>E</title><link rel="enclosure" href="z.pdf"/>'
        '<link rel="alternate" href="page"/><updated>2026-01-01T00:00:00Z</updated></entry></feed>'
    )
    (entry,) = parsed.entries
    assert (entry.url, entry.guid) == ("https://other.example/x/page", "urn:1")
    assert (entry.published, entry.updated) == (None, datetime(2026, 1, 1, tzinfo=UTC))
    assert parsed.next_url == "https://other.example/x/?page=2"


def test_rdf_items_stand_outside_of_the_channel() -> None:
    parsed = read(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        "<channel rdf:about='x'><title>T</title><items><rdf:Seq/></items></channel>"
        "<item rdf:about='https://example.org/1'><title>One</title><link>https://example.org/1</link></item></rdf:RDF>"
    )
    assert titles(parsed) == ["One"]
    assert parsed.problem is None


def test_json_feed_is_read() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "T",
        "language": "en",
        "items": [
            {
                "id": 7,
                "url": "/x",
                "title": "One",
                "content_html": "<p>Text</p>",
                "date_published": "2026-01-02T03:04:05Z",
            },
            "no object",
            {"id": "8", "content_text": "Only text", "authors": [{"name": "A"}, {"name": "B"}]},
        ],
    }
    parsed = read(json.dumps(feed))
    assert [(entry.guid, entry.title) for entry in parsed.entries] == [("7", "One"), ("8", "Only text")]
    assert parsed.entries[0].url == "https://example.org/x"
    assert parsed.entries[1].author == "A, B"


def test_a_json_feed_that_is_cut_off_gives_its_whole_items() -> None:
    whole = json.dumps({"version": "1", "items": [{"id": str(n), "title": f"t{n}"} for n in range(5)]})
    parsed = read(whole[:-20])
    assert titles(parsed) == ["t0", "t1", "t2", "t3"]
    assert parsed.problem is ParseProblem.CUT_OFF


@pytest.mark.parametrize(
    "reference", ["&#xD800;", "&#x110000;", "&#99999999999;", "&#0;", "&#xZZ;", "&#12ab;", "&#x1F;"]
)
def test_a_character_reference_that_means_nothing_costs_nothing_else(reference: str) -> None:
    parsed = read(rss(item(f"a{reference}b", f"<description><![CDATA[x{reference}y]]></description>") + item("next")))
    assert len(parsed.entries) == 2
    assert parsed.entries[0].title.startswith("a")
    assert not any(char in parsed.entries[0].title + parsed.entries[0].summary for char in "\x00\ud800\x1f")


def test_html_entities_and_bare_ampersands_are_read() -> None:
    assert titles(read(rss(item("caf&eacute; R&D &nosuch; &hellip;")))) == ["café R&D &nosuch; …"]


def test_entities_are_never_defined_or_fetched() -> None:
    doctype = '<!DOCTYPE rss [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/hostname">]>'
    assert titles(read(rss(item("x &b; &f;"), before=doctype))) == ["x &b; &f;"]


def test_a_broken_entry_takes_no_neighbour_down() -> None:
    broken = "<item><title>bad <b>tag</title><link>/bad</link><nope:x>1</nope:y></item>"
    never_closed = "<item><title>open</title><link>/open</link>"
    parsed = read(rss(item("one", "<link>/1</link>") + broken + never_closed + item("two", "<link>/2</link>")))
    assert [entry.url[-4:] for entry in parsed.entries] == ["rg/1", "/bad", "open", "rg/2"]
    assert (parsed.entries[0].title, parsed.entries[3].title) == ("one", "two")


def test_a_broken_head_takes_no_entry_down() -> None:
    assert titles(read(rss(item("one") + item("two"), head="<title>a <b></title><link>")))[:2] == ["one", "two"]


@pytest.mark.parametrize(
    "place", ["<title>three", "three", "</title></item></channel>", "></item></channel>", "tem></channel>"]
)
def test_a_feed_that_is_cut_off_gives_its_whole_entries_and_says_so(place: str) -> None:
    whole = rss(item("one") + item("two") + item("three"))
    parsed = read(whole[: whole.index(place)])
    assert titles(parsed) == ["one", "two"]
    assert parsed.problem is ParseProblem.CUT_OFF


def test_a_feed_that_is_cut_off_before_its_first_entry_is_a_problem() -> None:
    assert read(rss(item("one"))[:150]).problem is ParseProblem.CUT_OFF


def test_an_id_is_kept_as_given_whatever_the_feeds_address() -> None:
    ids = [entry.guid for entry in read(rss(item("a", "<guid>42</guid>") + item("b", "<guid>a/b c</guid>"))).entries]
    assert ids == ["42", "a/b c"]


def test_an_item_may_speak_of_the_end_of_an_item() -> None:
    inside = "<description><![CDATA[<code></item></channel></rss></code> said]]></description>"
    parsed = read(rss(item("one", inside) + item("two")))
    assert titles(parsed) == ["one", "two"]


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("", ParseProblem.EMPTY),
        (" \n ", ParseProblem.EMPTY),
        ("hello", ParseProblem.NOT_XML),
        ("<html><title>Home</title><p>" + "News of the day and more. " * 80, ParseProblem.HTML),
        ("<!DOCTYPE html><title>404 Not Found</title><h1>Not Found</h1>", ParseProblem.ERROR_PAGE),
        ("<html><title>Just a moment...</title><p>Checking your browser</p>", ParseProblem.BOT_CHALLENGE),
        ("<opml><body/></opml>", ParseProblem.NOT_A_FEED),
        ('{"message": "not found"}', ParseProblem.JSON),
        ('{"version": "2", "items": [{"sku": 1}, 2]}', ParseProblem.JSON),
        ('[{"title": "t"}]', ParseProblem.JSON),
    ],
)
def test_what_is_no_feed_is_named(body: str, problem: ParseProblem) -> None:
    parsed = read(body)
    assert (parsed.problem, parsed.entries) == (problem, ())


def test_a_feed_that_lists_nothing_is_no_problem() -> None:
    parsed = read(rss(""))
    assert (parsed.problem, parsed.entries, parsed.title) == (None, (), "Court news")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "windows-1251"])
def test_encodings_are_read(encoding: str) -> None:
    body = (
        rss(item("Рішення суду ухвалено сьогодні"))
        .replace('"1.0"?', f'"1.0" encoding="{encoding}"?', 1)
        .encode(encoding)
    )
    assert titles(read(body)) == ["Рішення суду ухвалено сьогодні"]


def test_a_wrong_declared_encoding_does_not_lose_the_feed() -> None:
    body = rss(item("Décision")).replace('"1.0"?', '"1.0" encoding="us-ascii"?', 1).encode()
    assert titles(read(body)) == ["Décision"]


def test_links_that_are_no_addresses_are_dropped_and_a_permalink_guid_is_taken() -> None:
    parsed = read(
        rss(
            item("a", "<link>javascript:alert(1)</link>")
            + item("b", "<guid>https://example.org/b</guid>")
            + item("c", "<guid isPermaLink='false'>https://example.org/c</guid>")
            + item("d", "<link>data:text/html,x</link>")
        )
    )
    assert [entry.url for entry in parsed.entries] == ["", "https://example.org/b", "", ""]


def test_the_same_entry_twice_in_a_document_is_one_and_a_reused_id_is_two() -> None:
    same = item("a", "<guid>1</guid>")
    assert titles(read(rss(same + same + item("b", "<guid>1</guid>")))) == ["a", "b"]


@pytest.mark.parametrize("date", ["garbage", "Thu, 99 Foo 2026", "-1", "99999999999999999999", "12 March 1066"])
def test_a_date_that_cannot_be_read_is_none(date: str) -> None:
    (entry,) = read(rss(item("a", f"<pubDate>{date}</pubDate>"))).entries
    assert entry.published is None


def test_texts_are_bounded_and_free_of_hidden_characters() -> None:
    (entry,) = read(rss(item("\u202eword " * 500, f"<description>{'text ' * 5000}</description>"))).entries
    assert len(entry.title) <= 500
    assert len(entry.summary) <= 5000
    assert "\u202e" not in entry.title
    assert len(entry.content) > 20_000  # the long description is the full text


def test_polling_hints_are_read() -> None:
    hints = "<ttl>90</ttl><skipHours><hour>0</hour><hour>5</hour></skipHours>"
    parsed = read(rss(item("a"), head=HEAD + hints))
    assert (parsed.min_interval, parsed.skip_hours) == (timedelta(minutes=90), (0, 5))
    hints = "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>"
    assert read(rss(item("a"), head=HEAD + hints)).min_interval == timedelta(hours=6)


@pytest.mark.parametrize(
    ("period", "generator", "asked"),
    [
        ("hourly", "<generator>https://wordpress.org/?v=6.7.1</generator>", None),  # as every site has it
        ("daily", "<generator>https://wordpress.org/?v=6.7.1</generator>", timedelta(days=1)),
        ("hourly", "<generator>Press 2</generator>", timedelta(hours=1)),
    ],
)
def test_what_wordpress_writes_into_every_feed_is_no_wish(period: str, generator: str, asked: timedelta | None) -> None:
    hints = (
        f"<sy:updatePeriod>\n\t{period}\t</sy:updatePeriod><sy:updateFrequency>\n\t1\t</sy:updateFrequency>{generator}"
    )
    assert read(rss(item("a"), head=HEAD + hints)).min_interval == asked
    assert read(rss(item("a"), head=HEAD + "<ttl>999999</ttl>")).min_interval == timedelta(days=7)


def test_what_takes_a_parser_for_ever_is_cut_short() -> None:
    attributes = " ".join(f"a{number}='1'" for number in range(100_000))
    long_author = "<author>" + "a@" * 32_000 + "</author>"
    parsed = read(rss(item("a", long_author) + item("b", f"<x {attributes}>y</x>")))
    assert titles(parsed) == ["a", "b"]


def test_of_more_entries_than_are_taken_those_at_both_ends_are() -> None:
    parsed = read(rss("".join(f"<item><guid>{number}</guid></item>" for number in range(MAX_ENTRIES + 10))))
    assert len(parsed.entries) == MAX_ENTRIES
    assert (parsed.entries[0].guid, parsed.entries[-1].guid) == ("0", str(MAX_ENTRIES + 9))


DC_DATE = "<dc:date>2026-03-12T14:00:00+01:00</dc:date>"


def test_the_one_date_of_an_rss_item_is_when_it_appeared() -> None:
    rdf = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        f'{NAMESPACES}><channel rdf:about="x"><title>T</title></channel>'
        f'<item rdf:about="https://example.org/1"><title>One</title>{DC_DATE}</item></rdf:RDF>'
    )
    for feed in (rdf, rss(item("One", DC_DATE))):
        (entry,) = read(feed).entries
        assert entry.published == datetime(2026, 3, 12, 13, tzinfo=UTC)


def test_the_id_of_a_json_feeds_item_is_its_link_where_it_has_no_other() -> None:
    items = [{"id": "https://example.org/a", "title": "A"}, {"id": "b", "title": "B"},
             {"id": "https://example.org/c", "url": "/d", "title": "C"}]  # fmt: skip
    parsed = read(json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}))
    assert [entry.url for entry in parsed.entries] == ["https://example.org/a", "", "https://example.org/d"]


def test_a_link_without_its_scheme_leads_to_the_host_that_it_names() -> None:
    links = ("www.court.example/a?b=1", "www.court.example", "www.html", "www.list.html", "news/www.court.example/a")
    parsed = read(rss("".join(item(str(n), f"<link>{link}</link>") for n, link in enumerate(links))))
    assert [entry.url.removeprefix("https://") for entry in parsed.entries] == [
        "www.court.example/a?b=1", "www.court.example", "example.org/www.html", "example.org/www.list.html",
        "example.org/news/www.court.example/a",
    ]  # fmt: skip


def test_a_json_feed_whose_list_is_null_lists_nothing() -> None:
    parsed = read('{"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": null}')
    assert (parsed.problem, parsed.entries, parsed.title) == (None, (), "T")
    assert read('{"version": "2", "items": null}').problem is ParseProblem.JSON
