from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.sources.listing import parse_listing
from monitor.sources.parsed import Document, Parsed, ParseProblem

NAMES = ("about", "rules", "jobs", "visit")
MENU_ITEMS = "".join(f"<li><a href='/{name}'>{name.title()} of the court and its organs</a></li>" for name in NAMES)
MENU = f"<header><nav><ul>{MENU_ITEMS}</ul></nav></header>"
FOOT = (
    "<footer><p><a href='/legal'>Legal notice and terms of this site</a></p>"
    "<p><a href='/q'>Questions to the press office</a></p></footer>"
)
CARD = (
    "<div class='views-row row-{n}'><a href='/news/{n}'><img src=x></a><span class=date>{n} March 2026</span>"
    "<h3><a href='/news/{n}'>The chamber decided on request number {n}</a></h3>"
    "<p>A short account of what the chamber decided on this request.</p><a href='/news/{n}'>Read more</a>"
    "<a href='/tags/decision'>Decisions</a><a href='/people/judge-a'>Judge A</a></div>"
)


def read(main: str, selector: str = "") -> Parsed:
    page = f"<html lang=en><title>News</title><body>{MENU}{main}{FOOT}</body></html>"
    return parse_listing(Document(body=page.encode(), url="https://court.example/news", selector=selector))


def cards(count: int) -> str:
    return "".join(CARD.format(n=number) for number in range(1, count + 1))


def test_cards_are_items_with_headline_date_and_summary() -> None:
    paging = "<ul class=pager><li><a href='?page=1'>Next page of the results</a></li></ul>"
    parsed = read(f"<main>{cards(5)}{paging}</main>")
    assert [entry.url for entry in parsed.entries] == [f"https://court.example/news/{n}" for n in range(1, 6)]
    first = parsed.entries[0]
    assert first.title == "The chamber decided on request number 1"
    assert first.published == datetime(2026, 3, 1, tzinfo=UTC)
    assert first.summary.startswith("A short account")
    assert (parsed.title, parsed.language, parsed.problem) == ("News", "en", None)


def test_the_menu_is_never_taken_for_items() -> None:
    parsed = read("<main><p>Nothing is listed here at the moment, please come back later.</p></main>")
    assert (parsed.entries, parsed.problem) == ((), ParseProblem.NO_LINKS)


def test_a_single_dated_headline_is_an_item() -> None:
    parsed = read(
        "<main><article><time datetime='2026-03-01'>1 March</time>"
        "<h2><a href='/a'>The only headline here</a></h2></article></main>"
    )
    assert [entry.title for entry in parsed.entries] == ["The only headline here"]


def test_a_document_in_a_row_is_named_by_the_row_without_its_format() -> None:
    rows = "".join(
        f"<tr><td>{n} mars 2026</td><td><a href='avis.php?id={n}'>La France ratifie la convention numéro {n}</a></td>"
        f"<td><a href='/pdf/{n}.pdf'>PDF (120 Ko)</a></td></tr>"
        for n in range(1, 6)
    )
    page, document = read(f"<table>{rows}</table>").entries[:2]
    assert page.title == "La France ratifie la convention numéro 1"
    assert document.title == "1 mars 2026 | La France ratifie la convention numéro 1"


def test_a_paper_before_its_languages_is_named_without_them() -> None:
    papers = "".join(
        f"<li>Report of the bureau on quay number {n} <a href='/d/{n}.pdf'>English</a> | "
        f"<a href='/d/{n}-F.pdf'>Français</a></li>"
        for n in range(1, 6)
    )
    titles = [entry.title for entry in read(f"<ul>{papers}</ul>").entries]
    assert titles == [f"Report of the bureau on quay number {n}" for n in range(1, 6)]


def test_table_rows_with_documents_are_items_once_a_row() -> None:
    rows = "".join(
        f"<tr><td>N.{n}.2026</td><td>{n}/03/2026</td>"
        f"<td><a href='/doc/{n}-e.pdf'>English</a> <a href='/doc/{n}-f.pdf'>French</a></td>"
        f"<td>State {n}: accession to the agreement</td></tr>"
        for n in range(1, 5)
    )
    parsed = read(f"<table>{rows}</table>")
    assert [entry.url for entry in parsed.entries] == [f"https://court.example/doc/{n}-e.pdf" for n in range(1, 5)]
    assert "State 1: accession to the agreement" in parsed.entries[0].title
    assert parsed.entries[0].published == datetime(2026, 3, 1, tzinfo=UTC)


def test_short_titles_count_where_dates_stand_beside_them() -> None:
    rows = "".join(f"<li><span>{n} Mar 2026</span> <a href='/s/{n}'>Statement {n}</a></li>" for n in range(1, 6))
    assert len(read(f"<main><ul>{rows}</ul></main>").entries) == 5


def test_a_date_in_the_address_is_read() -> None:
    rows = "".join(
        f"<li><a href='/recent/2026030{n}'>Designations and removals of persons {n}</a></li>" for n in range(1, 5)
    )
    assert read(f"<ul>{rows}</ul>").entries[0].published == datetime(2026, 3, 1, tzinfo=UTC)


def test_a_pointer_takes_its_title_from_its_block() -> None:
    rows = "".join(
        f"<div><p>Headline {n} about the tribunal's session</p><a href='/t/{n}'>Read more</a></div>" for n in range(4)
    )
    assert read(f"<section>{rows}</section>").entries[1].title == "Headline 1 about the tribunal's session"


def test_links_to_other_sites_are_no_items_but_documents_are() -> None:
    outside = "".join(
        f"<li><a href='https://social.example/{n}'>Follow what we say about case {n}</a></li>" for n in range(4)
    )
    papers = "".join(
        f"<li><a href='https://files.example/{n}.pdf'>Report of the bureau on item {n}</a></li>" for n in range(4)
    )
    urls = [entry.url for entry in read(f"<main><ul>{outside}</ul><ol>{papers}</ol></main>").entries]
    assert urls == [f"https://files.example/{n}.pdf" for n in range(4)]


def test_a_selector_names_links_or_their_blocks() -> None:
    for selector in ("h3 a", ".views-row", "//h3/a"):
        parsed = read(f"<main>{cards(2)}</main>", selector)
        assert [entry.url[-6:] for entry in parsed.entries] == ["news/1", "news/2"]
        assert parsed.entries[1].published == datetime(2026, 3, 2, tzinfo=UTC)


def test_a_selector_that_cannot_be_read_or_finds_nothing_is_a_problem() -> None:
    assert read(cards(3), "h3[").problem is ParseProblem.BAD_SELECTOR
    assert read(cards(3), "//h3[").problem is ParseProblem.BAD_SELECTOR
    assert read(cards(3), ".nowhere").problem is ParseProblem.NO_LINKS


def test_walls_and_errors_are_named() -> None:
    def problem(body: str) -> ParseProblem | None:
        return parse_listing(Document(body=body.encode(), url="https://court.example/")).problem

    assert problem("") is ParseProblem.EMPTY
    assert problem("<title>Just a moment...</title><p>Checking your browser</p>") is ParseProblem.BOT_CHALLENGE
    assert problem("<div id=root></div><script src=a.js></script>") is ParseProblem.EMPTY_SHELL
    assert problem("<title>Error 503</title><h1>Service unavailable</h1>") is ParseProblem.ERROR_PAGE


def test_links_are_seen_from_the_pages_base_whatever_part_holds_them() -> None:
    items = "".join(f"<li><a href='story/{n}'>The court opens its case number {n} today</a></li>" for n in range(4))
    page = f"<html><head><base href='/press/'></head><body><main><ul>{items}</ul></main></body></html>"
    parsed = parse_listing(Document(body=page.encode(), url="https://example.org/en/news"))
    assert [entry.url for entry in parsed.entries] == [f"https://example.org/press/story/{n}" for n in range(4)]


def test_of_a_link_around_a_whole_card_the_headline_is_the_title() -> None:
    cards = "".join(
        f"<a class='card' href='/story/{n}'><div><span>1{n}.03.2026</span><p>The court opens its case number {n}</p>"
        f"<p>What the judges are to hear in it, and who speaks for whom.</p></div></a>" for n in range(4)
    )  # fmt: skip
    parsed = parse_listing(Document(body=f"<main>{cards}</main>".encode(), url="https://example.org/news"))
    assert [entry.title for entry in parsed.entries] == [f"The court opens its case number {n}" for n in range(4)]


@pytest.mark.parametrize("link", [
    "<a href='{n}'><span>1{n} March 2026</span><span>The court opens its case number {n}</span></a>",
    "<a href='{n}'>The court opens its<br>case number {n}</a><b>1{n} March 2026</b>",
    "<a href='{n}' title='The court opens its case number {n}'>The court opens its…</a><br>1{n} March 2026",
    "<a href='{n}' title='The court opens its case number {n}'>The court opens its ca...</a><i>1{n}.03.2026</i>",
])  # fmt: skip
def test_a_headline_and_its_date_are_told_apart_however_close_they_stand(link: str) -> None:
    items = "".join(f"<li>{link.format(n=n)}</li>" for n in range(4))
    parsed = parse_listing(Document(body=f"<main><ul>{items}</ul></main>".encode(), url="https://example.org/news/"))
    assert [entry.title for entry in parsed.entries] == [f"The court opens its case number {n}" for n in range(4)]
    assert [entry.published for entry in parsed.entries] == [datetime(2026, 3, 10 + n, tzinfo=UTC) for n in range(4)]
