"""``monitor source check``: what it shows, how politely it asks, and that it is counted."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest

from tests.cli.conftest import Program, Site, feed

FILE = '[[source]]\nid = "post"\nname = "Post"\nurl = "ROOT/rss.xml"\n'
RULES = "User-agent: *\nDisallow: /private\nDisallow: /rss\nCrawl-delay: 0.5\n"
INDEX = "<sitemapindex><sitemap><loc>ROOT/part.xml</loc></sitemap></sitemapindex>"
PART = "<urlset><url><loc>ROOT/a-new-quay-is-built</loc></url></urlset>"


@pytest.fixture
def program(monitor: Program, site: Site) -> Program:
    monitor.write(FILE.replace("ROOT", site.root))
    site.put("/rss.xml", feed("One", "Two"), "application/rss+xml")
    return monitor


def checked(program: Program, *words: str) -> dict[str, object]:
    (found,) = json.loads(program("source", "check", *words, "--json").stdout)
    return dict(found)


def test_the_robots_rule_of_each_address_is_shown(program: Program, site: Site) -> None:
    assert checked(program, "post")["robots"] == {
        "allowed": True, "said": "allowed (none: 404)", "crawl_delay_s": None
    }  # fmt: skip
    site.put("/robots.txt", RULES, "text/plain")
    assert checked(program, "post")["robots"] == {
        "allowed": False, "said": "refused, 0.5 s apart", "crawl_delay_s": 0.5
    }  # fmt: skip
    said = program.good("source", "check", "post")
    assert "refused, 0.5 s apart*" in said
    assert "* Feeds are published for programs" in said


@pytest.mark.parametrize(
    ("path", "body", "media", "page"),
    [
        ("/a", "<html><title>Just a moment...</title><p>Checking your browser", "text/html", "bot challenge"),
        ("/b", "<html><body><p>A page about the quay.</p>", "text/html", "HTML page"),
        ("/c", "%PDF-1.7 x", "application/pdf", "PDF document"),
        ("/d", feed("One"), "application/rss+xml", "feed"),
    ],
)
def test_what_came_is_named(program: Program, site: Site, path: str, body: str, media: str, page: str) -> None:
    assert checked(program, site.put(path, body, media))["page"] == page


def test_each_request_keeps_the_pause_and_is_counted_with_its_host(program: Program, site: Site) -> None:
    program.good("source", "check", "post")
    site.put("/", '<html><head><link rel="alternate" type="application/rss+xml" href="/other.xml"></head></html>')
    site.put("/other.xml", feed("Three"), "application/rss+xml")
    program.good("source", "add", f"{site.root}/")
    assert site.asked == ["/robots.txt", "/rss.xml", "/robots.txt", "/", "/other.xml"]
    assert all(later - one >= 1 for one, later in pairwise(site.asked_at))
    (host,) = json.loads(program.good("hosts", "--json"))
    assert (host["requests"], host["robots"]) == (5, "none (404): all is allowed")


def test_a_host_that_asked_for_patience_is_left_alone_by_the_next_check_and_the_polls(
    program: Program, site: Site
) -> None:
    site.status["/rss.xml"] = (429, "Retry-After: 7200")
    program.good("source", "list")
    assert "asked to slow down" in str(checked(program, "post")["problem"])
    assert "in 2 h" in program.good("source", "list")


def test_a_host_that_asked_a_command_for_patience_is_left_alone_by_the_next_one(program: Program, site: Site) -> None:
    site.status["/slow.xml"] = (429, "Retry-After: 7200")
    refused = program("source", "add", f"{site.root}/slow.xml")
    assert "to be asked again in 2 hours" in refused.stderr
    asked = len(site.asked)
    assert "asked to be left alone for 7" in program("source", "add", f"{site.root}/other.xml").stderr
    assert len(site.asked) == asked


def test_a_page_that_robots_txt_refuses_is_not_added(program: Program, site: Site) -> None:
    site.put("/robots.txt", RULES, "text/plain")
    url = site.put("/private", f"<html><body>{'<p>The works in the harbour go on, as was told before.</p>' * 9}")
    for words in ((), ("--kind", "page")):
        refused = program("source", "add", url, *words)
        assert refused.exit_code == 2
        assert "refused by robots.txt" in refused.stderr


@pytest.mark.parametrize(
    ("path", "body", "advice"),
    [
        ("/wall", "<title>Just a moment...</title><p>Checking your browser", "news search"),
        ("/app", "<div id=root></div><script src=/a.js></script>", "made by a browser"),
        ("/lost", "<title>Page not found</title><h1>Page not found</h1>", "home page"),
    ],
)
def test_what_cannot_be_watched_is_refused_with_what_to_do(
    program: Program, site: Site, path: str, body: str, advice: str
) -> None:
    refused = program("source", "add", site.put(path, f"<html>{body}</html>"))
    assert refused.exit_code == 2
    assert advice in refused.stderr


def test_an_index_of_sitemaps_is_added_as_one(program: Program, site: Site) -> None:
    url = site.put("/map.xml", INDEX.replace("ROOT", site.root), "text/xml")
    assert "newest part: not found" in program("source", "add", url).stderr
    site.put("/part.xml", PART.replace("ROOT", site.root), "text/xml")
    said = program.good("source", "add", url)
    assert f"sitemap {url}" in said and "1 item now" in said


def test_a_page_that_only_leads_on_names_where(program: Program, site: Site) -> None:
    url = site.put("/old", '<html><head><meta http-equiv="refresh" content="0; url=/en/news"></head></html>')
    assert f"only leads on to {site.root}/en/news" in program("source", "add", url).stderr


def test_a_list_of_feeds_is_sent_on_to_import(program: Program, site: Site) -> None:
    url = site.put("/feeds.opml", "<?xml version='1.0'?><opml version='2.0'><body/></opml>", "text/x-opml")
    assert "monitor source import" in program("source", "add", url).stderr


def test_the_newest_part_of_a_sitemap_index_is_looked_at(program: Program, site: Site) -> None:
    site.put("/part.xml", PART.replace("ROOT", site.root), "text/xml")
    url = site.put("/map.xml", INDEX.replace("ROOT", site.root), "text/xml")
    assert checked(program, url, "--kind", "sitemap")["items"] == 1


def test_who_checks_a_home_page_is_told_how_its_feed_is_found(program: Program, site: Site) -> None:
    site.put("/", '<html><head><link rel="alternate" type="application/rss+xml" href="/rss.xml"></head></html>')
    assert f"monitor source add {site.root}/ --dry-run" in program("source", "check", f"{site.root}/").stdout
    assert "--dry-run" not in program("source", "check", f"{site.root}/rss.xml").stdout
