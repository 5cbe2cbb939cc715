from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Program, Site, feed

FILE = """\
packs = ["icc"]
[[topic]]
name = "icpa"
[[source]]
id = "declared"
name = "Declared"
url = "ROOT/declared.xml"
"""
LINKS = "".join(
    f'<li><a href="/news/{n}/a-notice-about-the-port">Notice {n} on the works at the port</a> <time>2026-06-0{n}</time>'
    for n in range(1, 7)
)
PASSAGES = "".join(
    f"<p>Paragraph {n} tells at some length of the works in the harbour and their cost.</p>" for n in range(9)
)


@pytest.fixture
def program(monitor: Program, site: Site) -> Program:
    monitor.write(FILE.replace("ROOT", site.root))
    return monitor


def test_a_feed_is_added_by_what_it_says_of_itself(program: Program, site: Site) -> None:
    url = site.put("/rss.xml", feed("One", "Two"), "application/rss+xml")
    assert "Source quay-post is added" in program.good("source", "add", url, "--rank", "2")
    rows = {each["id"]: each for each in json.loads(program.good("source", "list", "--json"))}
    made = rows["quay-post"]
    assert (made["kind"], made["rank"], made["language"], made["owner"]) == ("feed", 2, "en", "user")


def test_a_feed_that_comes_cut_off_is_a_feed(program: Program, site: Site) -> None:
    whole = feed("One", "Two")
    url = site.put("/rss.xml", whole[: whole.index("</channel>") - 9], "application/rss+xml")
    said = program.good("source", "add", url)
    assert "added: feed" in said and "cut off in the middle" in said


def test_a_page_is_added_by_the_feed_it_declares(program: Program, site: Site) -> None:
    site.put("/rss.xml", feed("One"), "application/rss+xml")
    page = site.put("/", '<html><head><link rel="alternate" type="application/rss+xml" href="/rss.xml"></head></html>')
    assert f"feed {site.root}/rss.xml" in program.good("source", "add", page)


def test_a_list_of_links_and_a_page_are_told_apart(program: Program, site: Site) -> None:
    listing = site.put("/list", f"<html><title>Works</title><body><ul>{LINKS}</ul></body></html>")
    page = site.put("/text", f"<html><title>Cost</title><body><h1>Cost</h1>{PASSAGES}</body></html>")
    assert "listing" in program.good("source", "add", listing)
    assert "watched for new passages" in program.good("source", "add", page)


def test_the_same_address_is_not_added_twice(program: Program, site: Site) -> None:
    url = site.put("/rss.xml", feed("One"), "application/rss+xml")
    program.good("source", "add", url)
    again = program("source", "add", f"{url}?utm_source=x")
    assert again.exit_code == 2
    assert "watched already as source 'quay-post'" in again.stderr


def test_an_address_that_fails_is_added_only_if_its_kind_is_given(program: Program, site: Site) -> None:
    refused = program("source", "add", f"{site.root}/none")
    assert refused.exit_code == 2
    assert "--kind" in refused.stderr
    assert "not found" in program.good("source", "add", f"{site.root}/none", "--kind", "feed", "--id", "later")
    assert "later" in program.good("source", "list")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("ftp://a.example/",), "only http and https"),
        (("a.example/news",), "did you mean https://a.example/news?"),
        (("https://a.example/", "--interval", "1s"), "--interval"),
        (("https://a.example/", "--language", "English"), "--language"),
        (("https://a.example/", "--id", "A B"), "as in 'a-b'"),
    ],
)
def test_wrong_use_of_add_is_told(program: Program, words: tuple[str, ...], said: str) -> None:
    result = program("source", "add", *words)
    assert result.exit_code == 2
    assert said in result.stderr


def test_check_reports_and_stores_nothing(program: Program, site: Site) -> None:
    site.put("/declared.xml", feed("One", "Two", "Three"), "application/rss+xml")
    found = json.loads(program.good("source", "check", "declared", "--json"))[0]
    assert (found["good"], found["status"], found["items"], found["newest"]) == (
        True, 200, 3, "2026-06-02T10:02:00+00:00"
    )  # fmt: skip
    assert json.loads(program.good("source", "list", "--json"))[0]["polls"] == 0
    assert program.good("export") == ""


def test_check_of_a_failing_source_exits_1_and_says_why(program: Program) -> None:
    result = program("source", "check", "--all")
    assert result.exit_code == 1
    assert "not found" in result.stdout


def test_check_takes_an_address_that_is_no_source(program: Program, site: Site) -> None:
    url = site.put("/page", "<html><body>Hello</body></html>")
    result = program("source", "check", url)
    assert result.exit_code == 1
    assert "HTML page and not a feed" in result.stdout


def test_a_declared_source_can_be_paused_but_not_removed(program: Program) -> None:
    assert "feeds.toml is not changed" in program.good("source", "pause", "declared")
    assert json.loads(program.good("source", "list", "--json"))[0]["condition"] == "paused"
    assert "It is due now" in program.good("source", "resume", "declared")
    assert "is not paused" in program.good("source", "resume", "declared")
    refused = program("source", "remove", "declared")
    assert refused.exit_code == 2
    assert "feeds.toml:5" in refused.stderr


def test_a_pause_outlives_an_edit_of_the_file(program: Program, site: Site) -> None:
    program.good("source", "pause", "declared")
    program.write(FILE.replace("ROOT", site.root).replace('"Declared"', '"Renamed"'))
    row = json.loads(program.good("source", "list", "--json"))[0]
    assert (row["name"], row["condition"]) == ("Renamed", "paused")


def test_an_unknown_source_names_the_nearest(program: Program) -> None:
    assert "did you mean 'declared'?" in program("source", "pause", "declard").stderr


def test_an_address_of_this_network_is_refused_unless_allowed(
    program: Program, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MONITOR_ALLOW_HOSTS", "")
    result = program("source", "add", site.put("/rss.xml", feed("One"), "application/rss+xml"))
    assert result.exit_code == 2
    assert "address not allowed" in result.stderr
    program.write(f'[[source]]\nid = "ours"\nname = "Ours"\nurl = "{site.root}/rss.xml"\n')
    assert "MONITOR_ALLOW_HOSTS lists them" in program("doctor").stdout
    assert site.asked == []


def test_what_was_found_is_offered_and_what_was_not_is_said(program: Program, site: Site) -> None:
    site.put("/rss.xml", feed("One", "Two", "Three", "Four"), "application/rss+xml")
    site.put("/docket.xml", feed("A case").replace("Quay Post", "Quay Docket"), "application/rss+xml")
    links = "".join(f'<link rel="alternate" type="application/rss+xml" href="/{name}.xml">'
                    for name in ("rss", "docket", "lost"))  # fmt: skip
    said = program.good("source", "add", site.put("/", f"<html><head>{links}</head></html>"), "--dry-run")
    assert "Source quay-post would be added" in said
    assert [line.strip() for line in said.splitlines() if line.startswith("    ")] == ["Four", "Three", "Two"]
    assert f"It also leads to Quay Docket (1 item): monitor source add {site.root}/docket.xml" in said
    assert f"Could not be read: {site.root}/lost.xml: not found" in said
    assert "quay-post" not in program.good("source", "list")


@pytest.mark.parametrize(
    ("path", "body", "label", "said"),
    [
        ("/paper.pdf", "%PDF-1.7 x", "application/pdf", "is a PDF document: it does not change; add the page that"),
        ("/data.json", '{"cases": [{"name": "one"}]}', "application/json", "is JSON data, but no JSON Feed: add the"),
        ("/court.ics", "BEGIN:VCALENDAR\r\nEND:VCALENDAR", "text/calendar", "is a calendar or address card: add the"),
        ("/seal.bmp", "BM", "image/bmp", "is a picture: add the page"),
    ],
)
def test_what_is_no_page_is_refused_with_what_to_watch_instead(
    program: Program, site: Site, path: str, body: str, label: str, said: str
) -> None:
    url = site.put(path, body, label)
    for words in ((), ("--kind", "page")):
        refused = program("source", "add", url, *words)
        assert refused.exit_code == 2 and said in refused.stderr and len(refused.stderr.splitlines()) == 1
    checked = program("source", "check", url, "--kind", "page")
    assert checked.exit_code == 1 and said.partition(": ")[2] in " ".join(checked.stdout.split())


def test_a_selector_says_which_links_are_items(program: Program, site: Site) -> None:
    url = site.put("/list", f"<html><title>Works</title><body><ul>{LINKS}</ul></body></html>")
    said = program.good("source", "add", url, "--kind", "listing", "--selector", "li:first-child a")
    assert "1 item now" in said
    assert "no CSS selector" in program("source", "add", url, "--kind", "listing", "--selector", "li[").stderr
    assert "add --kind listing" in program("source", "add", url, "--selector", "li a").stderr


def test_a_password_in_an_address_is_never_printed(program: Program, site: Site) -> None:
    url = site.put("/rss.xml", feed("One"), "application/rss+xml").replace("://", "://reader:hidden@")
    said = program.good("source", "add", url)
    again = program("source", "add", url).stderr
    listed = program.good("source", "list", "--json") + program("source", "check", "--all", "--json").stdout
    checked = program("source", "check", f"{url}?token=hidden").stdout
    checked += program("source", "check", url, "--json").stdout
    assert "hidden" not in said + again + listed + checked


def test_an_address_that_moved_is_added_where_it_leads(program: Program, site: Site) -> None:
    url = site.put("/rss.xml", feed("One"), "application/rss+xml")
    site.moved["/old.xml"] = "/rss.xml"
    old = f"{site.root}/old.xml"
    assert f"feed {url}, where that address leads for good" in program.good("source", "add", old)
    assert "watched already as source 'quay-post'" in program("source", "add", old).stderr
