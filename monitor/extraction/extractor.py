"""The bytes of one page or document to an article's text, or to the reason why there is none."""

from __future__ import annotations

from itertools import islice

from monitor.extraction.clean import clean
from monitor.extraction.extracted import MAX_TEXT, TITLE_LENGTH, Extracted, Extraction, NoText, PageBytes, PageKind
from monitor.extraction.language import language_of
from monitor.extraction.main_text import MAX_ELEMENTS, paragraphs
from monitor.extraction.metadata import Metadata, read_metadata
from monitor.extraction.pagekind import enough_of_a_preview, judge
from monitor.extraction.pdf import read_pdf
from monitor.webtext.decode import decode
from monitor.webtext.obstacle import ENOUGH, Obstacle, find_obstacle
from monitor.webtext.plain import one_line
from monitor.webtext.tree import parse_html
from monitor.webtext.visible import drop_clutter, word_count

_BODY_WORDS = 60  # a text of its own that a page carries in JSON-LD
_OVERLAID = (Obstacle.EMPTY_SHELL, Obstacle.LOGIN, Obstacle.CONSENT_WALL)  # may stand before a text that is there
_MARKUP = ("text/html", "application/xhtml+xml", "text/xml", "application/xml", "")


def extract(
    body: bytes,
    *,
    url: str,
    media_type: str = "",
    charset: str = "",
    title_hint: str = "",
    language_hint: str = "",
    dated: bool = False,
) -> Extraction:
    """Read one page. Never fetches, never raises for what a server can send.

    ``media_type`` and ``charset`` come from Content-Type; the bytes decide where they differ. The hints come from the
    entry and its source; ``dated`` says that the entry has a date, so that none need be guessed. Hostile pages take
    time and memory: run it through ``task`` in a worker process.
    """
    page = PageBytes(
        body=body,
        url=url,
        media_type=media_type.lower(),
        charset=charset,
        title_hint=title_hint,
        language_hint=language_hint,
    )
    if not body.strip():
        return NoText(reason=PageKind.NO_TEXT, detail="empty body")
    if b"%PDF-" in body[:1024]:
        return _from_pdf(page)
    if _is_binary(page):
        return NoText(reason=PageKind.UNSUPPORTED, detail=one_line(page.media_type or "binary data", 100))
    markup = decode(body, charset)
    if page.media_type == "text/plain" and "<html" not in markup[:1000].lower():
        return _from_plain_text(page, markup)
    return _from_html(page, markup, dated)


def _is_binary(page: PageBytes) -> bool:
    if page.media_type in _MARKUP or page.media_type.startswith("text/"):
        return b"\x00\x00\x00" in page.body[:2000] and not page.body.startswith((b"\xff\xfe", b"\xfe\xff"))
    return b"<html" not in page.body[:2000].lower()


def _from_html(page: PageBytes, markup: str, dated: bool) -> Extraction:
    tree = parse_html(markup)
    if tree is None:
        return NoText(reason=PageKind.NO_TEXT, detail="no markup")
    alive = list(islice(tree.iter(), MAX_ELEMENTS))  # else lxml makes each element's object anew at every visit
    metadata = read_metadata(tree, page.url, guess_date=not dated)
    drop_clutter(tree)
    del alive
    found = clean(paragraphs(tree), title=metadata.title or page.title_hint)
    carried = clean(metadata.body.splitlines(), title=metadata.title)
    obstacle = find_obstacle(markup) if word_count(found) <= ENOUGH else None
    if obstacle in _OVERLAID and word_count(carried) >= _BODY_WORDS:
        return _extracted(page, metadata, carried, PageKind.ARTICLE)
    if obstacle is not None:
        return NoText(reason=PageKind(obstacle.value), detail=metadata.title[:200])
    text = carried if word_count(carried) > 2 * word_count(found) else found
    kind = judge(tree, text, metadata)
    if kind is PageKind.ARTICLE or (kind is PageKind.PAYWALL and enough_of_a_preview(text)):
        return _extracted(page, metadata, text, kind)
    return NoText(reason=kind, detail=metadata.title[:200])


def _extracted(page: PageBytes, metadata: Metadata, text: str, kind: PageKind) -> Extracted:
    return Extracted(
        title=metadata.title or one_line(page.title_hint, TITLE_LENGTH) or one_line(text.split("\n", 1)[0], 120),
        text=_cut(text),
        author=metadata.author,
        published=metadata.published,
        language=language_of(text, metadata.language, page.language_hint),
        site_name=metadata.site_name,
        kind=kind,
    )


def _from_pdf(page: PageBytes) -> Extraction:
    document = read_pdf(page.body)
    if document.problem:
        return NoText(reason=PageKind.UNREADABLE, detail=document.problem)
    title = one_line(page.title_hint, TITLE_LENGTH) or document.title or document.paragraphs[0][:TITLE_LENGTH]
    text = "\n".join(document.paragraphs)
    return Extracted(
        title=title,
        text=_cut(text),
        author=document.author,
        published=document.published,
        language=language_of(text, page.language_hint),
    )


def _from_plain_text(page: PageBytes, text: str) -> Extraction:
    """Lines of one paragraph are joined; an empty line ends it."""
    found = [" ".join(part.split()) for part in text.replace("\r\n", "\n").split("\n\n")]
    whole = clean(found)
    if word_count(whole) < 3:
        return NoText(reason=PageKind.NO_TEXT)
    return Extracted(
        title=one_line(page.title_hint, TITLE_LENGTH) or one_line(whole.split("\n", 1)[0], 120),
        text=_cut(whole),
        language=language_of(whole, page.language_hint),
    )


def _cut(text: str) -> str:
    """At most ``MAX_TEXT`` characters, ending with a whole paragraph where there is one."""
    if len(text) <= MAX_TEXT:
        return text
    end = text.rfind("\n", 0, MAX_TEXT)
    return text[: end if end > 0 else MAX_TEXT]
