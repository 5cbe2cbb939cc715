"""WARC files: every record by the letter of the form, every body and digest as captured, no line from outside."""

from __future__ import annotations

import gzip
import hashlib
import io
import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from monitor.archive.warc import Kept, render
from monitor.core.model.capture import Capture
from monitor.core.model.ids import ArticleId, CaptureId, EntryId
from tests.builders import NOON

BODY = "Two judges were listed – Київ".encode()


def capture(body: bytes = BODY, **other: object) -> Capture:
    plain = Capture(
        id=CaptureId(7), entry_id=EntryId(1), article_id=ArticleId(1), taken_at=NOON, url="https://a.example/1",
        final_url="https://a.example/2", status=200, size=len(body), sha256=hashlib.sha256(body).hexdigest(), stored=10,
        headers=(("Content-Type", "text/html"), ("Content-Encoding", "br"), ("content-length", "9")),
        program="monitor/test",
    )  # fmt: skip
    return replace(plain, **other)  # type: ignore[arg-type]


def records(*kept: Kept) -> list[tuple[dict[str, str], bytes]]:
    """Fields and block of each record, read by the grammar of ISO 28500, 4."""
    whole = gzip.decompress(b"".join(render(kept, program="monitor/test", at=NOON)))
    found, stream = [], io.BytesIO(whole)
    while line := stream.readline():
        assert line == b"WARC/1.1\r\n"
        fields: dict[str, str] = {}
        while (line := stream.readline()) != b"\r\n":
            name, _, value = line.decode().rstrip("\r\n").partition(": ")
            assert re.fullmatch(r"[A-Za-z0-9-]+", name) and name not in fields
            fields[name] = value
        found.append((fields, stream.read(int(fields["Content-Length"]))))
        assert stream.read(4) == b"\r\n\r\n"
    return found


def test_a_response_carries_the_body_its_address_its_time_and_its_digest() -> None:
    info, response, metadata = records(Kept(capture=capture(), body=lambda: [BODY[:5], BODY[5:]]))
    fields, block = response
    assert (info[0]["WARC-Type"], fields["WARC-Type"], metadata[0]["WARC-Type"]) == (
        "warcinfo", "response", "metadata")  # fmt: skip
    assert fields["WARC-Target-URI"] == "https://a.example/2"
    assert fields["WARC-Date"] == "2026-03-02T12:00:00Z"
    assert fields["WARC-Payload-Digest"] == f"sha256:{hashlib.sha256(BODY).hexdigest()}"
    head, _, body = block.partition(b"\r\n\r\n")
    assert body == BODY
    assert head.decode().split("\r\n") == [
        "HTTP/1.1 200 OK", "Content-Type: text/html", "X-Crawler-Content-Encoding: br", "X-Crawler-content-length: 9",
        f"Content-Length: {len(BODY)}"]  # fmt: skip
    assert metadata[0]["WARC-Concurrent-To"] == fields["WARC-Record-ID"]
    assert b"asked: https://a.example/1\r\n" in metadata[1]


def test_of_bytes_that_are_gone_it_is_told_what_they_were() -> None:
    gone = capture(stored=0, gone="older than is kept")
    _, (fields, block) = records(Kept(capture=gone, body=list))
    assert fields["WARC-Type"] == "metadata"
    assert b"bytes-let-go-of: older than is kept" in block and gone.sha256.encode() in block


def test_each_record_is_a_gzip_member_of_its_own() -> None:
    whole = b"".join(render([Kept(capture=capture(), body=lambda: [BODY])], program="monitor/test", at=NOON))
    assert whole.count(b"\x1f\x8b\x08") == 3


@given(st.text(max_size=50), st.text(max_size=50), st.integers(0, 999))
def test_no_text_from_outside_makes_a_line_of_its_own(value: str, address: str, status: int) -> None:
    hostile = capture(headers=(("X-Test", value),), final_url=address, status=status)
    found = records(Kept(capture=hostile, body=lambda: [BODY], about=[("title", value)]))
    assert [fields["WARC-Type"] for fields, _ in found] == ["warcinfo", "response", "metadata"]
    assert found[1][1].endswith(b"\r\n\r\n" + BODY)
