"""Extraction as a task for a worker process: requests and answers as JSON.

The caller runs task ``TASK`` with ``request(...)`` and the body, and reads the answer with ``from_wire``.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from monitor.extraction.extracted import Extracted, Extraction, NoText, PageKind
from monitor.extraction.extractor import extract
from monitor.extraction.language import language_of

TASK = "extract"
TASKS: Mapping[str, str] = {TASK: f"{__name__}:extract_task"}

Json = dict[str, Any]


def prepare() -> None:
    """Load the libraries and the language model; called once in a worker, before its limits are set.

    pypdf is left to the first PDF that comes: it takes 13 MB and 50 ms, and most workers never see one.
    """
    sys.modules["py3langid"] = None  # type: ignore[assignment]  # trafilatura would load it, and NumPy with it
    import htmldate
    import lxml.html
    import trafilatura

    del sys.modules["py3langid"]
    _ = htmldate, lxml.html, trafilatura
    language_of("These are only a few plain words, so that the model of languages is loaded before the limits are set.")


def request(
    *,
    url: str,
    media_type: str = "",
    charset: str = "",
    title_hint: str = "",
    language_hint: str = "",
    dated: bool = False,
) -> Json:
    """The header to run ``TASK`` with; the arguments are those of ``extractor.extract``."""
    return {
        "url": url,
        "media_type": media_type,
        "charset": charset,
        "title_hint": title_hint,
        "language_hint": language_hint,
        "dated": dated,
    }


def extract_task(header: Json, body: bytes) -> Json:
    """Run in the worker: extract from ``body`` as ``request`` asks."""
    return to_wire(extract(body, **header))


def to_wire(extraction: Extraction) -> Json:
    """A JSON object that holds all of ``extraction``."""
    if isinstance(extraction, NoText):
        return {"reason": extraction.reason.value, "detail": extraction.detail}
    return {
        "title": extraction.title,
        "text": extraction.text,
        "author": extraction.author,
        "published": extraction.published.isoformat() if extraction.published else None,
        "language": extraction.language,
        "site_name": extraction.site_name,
        "kind": extraction.kind.value,
    }


def from_wire(answer: Json) -> Extraction:
    """What ``to_wire`` was given."""
    if "reason" in answer:
        return NoText(reason=PageKind(answer["reason"]), detail=answer["detail"])
    published = answer["published"]
    return Extracted(
        title=answer["title"],
        text=answer["text"],
        author=answer["author"],
        published=datetime.fromisoformat(published).astimezone(UTC) if published else None,
        language=answer["language"],
        site_name=answer["site_name"],
        kind=PageKind(answer["kind"]),
    )
