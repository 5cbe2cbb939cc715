"""What no source kind can read is named, by its bytes or its label; what only looks a little like it is read."""

from __future__ import annotations

import random

import pytest

from monitor.core.model.source import SourceKind
from monitor.sources.foreign import foreign
from monitor.sources.kinds import parse
from monitor.sources.parsed import Parsed, ParseProblem

EVENT = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nSUMMARY:Hearing of the chamber\r\nEND:VEVENT\r\n"
HEARING = "Hearing of the chamber moved to the third of May"


def read(kind: SourceKind, body: bytes, label: str = "") -> Parsed:
    return parse(kind, body, url="https://example.org/x", media_type=label)


@pytest.mark.parametrize(
    ("body", "label", "problem"),
    [
        (b'{"hearings": [{"day": "3 May"}]}', "application/json", ParseProblem.JSON),
        (b'\xef\xbb\xbf\n [ {"title": "one"}, {"title": "two"} ]', "text/html", ParseProblem.JSON),
        (b'"a word of the chamber"', "application/vnd.api+json", ParseProblem.JSON),
        (b'{"a": 1}\n{"a": 2}\n', "application/x-ndjson", ParseProblem.JSON),
        (EVENT, "", ParseProblem.CALENDAR),
        (b"nothing is planned", "text/calendar", ParseProblem.CALENDAR),
        (b"\x89PNG\r\n\x1a\n", "text/html", ParseProblem.PICTURE),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "", ParseProblem.PICTURE),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">', "image/svg+xml", ParseProblem.PICTURE),
        (b"BM as a bitmap begins", "image/bmp", ParseProblem.PICTURE),
        (b"\x00\x00\x00\x20ftypavif", "", ParseProblem.PICTURE),
        (b"\x00\x00\x00\x20ftypisom", "video/mp4", ParseProblem.RECORDING),
        (b"PK\x03\x04" + b"\x14" * 26 + b"report.txt", "application/zip", ParseProblem.PACKED),
        (b"report.txt" + b"\0" * 247 + b"ustar\x0000", "application/x-tar", ParseProblem.PACKED),
        (b"PK\x03\x04" + b"\x14" * 26 + b"[Content_Types].xml", "", ParseProblem.OFFICE),
        (b"{\\rtf1\\ansi The chamber}", "text/html", ParseProblem.OFFICE),
        (b"body { color: red }", "text/css", ParseProblem.PROGRAM),
        (random.Random(3).randbytes(4000), "text/html", ParseProblem.BINARY),
        (b"%PDF-1.7", "", ParseProblem.PDF),
    ],
)  # fmt: skip
def test_what_is_neither_page_nor_list_is_named(body: bytes, label: str, problem: ParseProblem) -> None:
    assert {read(kind, body, label).problem for kind in (SourceKind.PAGE, SourceKind.LISTING)} == {problem}


@pytest.mark.parametrize(
    ("body", "label"),
    [
        (f"<html><p>{HEARING}</p>".encode(), "application/json"),
        (f"<!doctype html><p>{HEARING}</p><svg></svg>".encode(), "image/png"),
        (f"{{{HEARING}}}".encode(), "text/plain"),
        (f'["{HEARING}", it was said]'.encode(), "text/plain"),
        (f"[1] {HEARING}".encode(), "text/plain"),
        (f"ID3 is no signature. {HEARING}".encode(), "text/plain"),
        (f"GIF8 is none either. {HEARING}".encode(), "text/plain"),
        (f"RIFF raff. {HEARING}".encode(), "text/plain"),
        (f"The ftyp box. {HEARING}".encode(), "text/plain"),
        (HEARING.encode("utf-16"), "text/plain"),
        ("Слушание палаты перенесено на третье мая".encode("utf-16"), "text/plain"),
        ("<meta charset=iso-2022-jp><p>裁判部 審理は 五月 三日".encode("iso2022_jp"), "text/html"),
        (f"{HEARING}\x00\x1b[0m".encode(), ""),
    ],
)
def test_a_page_under_a_wrong_label_or_with_odd_bytes_is_read(body: bytes, label: str) -> None:
    assert foreign(SourceKind.PAGE, body, label) is None
    assert read(SourceKind.PAGE, body, label).problem is None


def test_a_feed_that_says_mustard_where_an_archive_says_what_it_is_is_read() -> None:
    head = b"<rss version='2.0'><channel><title>Gazette</title><item><title>"
    title = b"x" * (256 - len(head)) + b"mustard is cut off"
    body = head + title + b"</title><link>https://example.org/1</link></item></channel></rss>"
    assert body[257:262] == b"ustar"
    assert [entry.title for entry in read(SourceKind.FEED, body).entries] == [title.decode()]


def test_a_table_in_plain_text_is_watched_line_by_line() -> None:
    table = b"name,day\nChamber one,3 May of the year\nChamber two,4 May of the year\n"
    assert len(read(SourceKind.PAGE, table, "text/csv").page_text.splitlines()) == 3


def test_a_json_feed_is_a_feed_under_any_label() -> None:
    feed = b'{"version": "https://jsonfeed.org/version/1.1", "title": "t", "items": []}'
    assert read(SourceKind.FEED, feed, "application/json").problem is None
    assert read(SourceKind.FEED, EVENT, "text/calendar").problem is ParseProblem.CALENDAR
