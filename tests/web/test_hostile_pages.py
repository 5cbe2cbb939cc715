"""No text from outside does anything on a page, and no page tells a secret."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from monitor.core.inert import inert
from monitor.services.channels import add_channel
from tests.channels.hostile import HOSTILE
from tests.web.conftest import Web
from tests.web.hostile_store import plant

FORMS = {
    "/topics/new": ("title", "query"), "/topics/-trial": ("query",), "/explain": ("text",),
    "/concepts/new": ("name", "terms", "ambiguous", "context", "refused_by"), "/concepts/-trial": ("name", "terms"),
    "/routes/channels": ("name", "url", "quiet", "digest", "zone", "budget"),
}  # fmt: skip


class Seen(HTMLParser):
    """Everything in a page that could act."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in ("iframe", "object", "embed", "style", "base", "img") or "style" in values:
            self.faults.append(f"<{tag} {values}>")
        if tag == "script" and not values.get("src", "").startswith("/static/"):
            self.faults.append("script")
        self.faults += [name for name in values if name.startswith("on")]
        for name in ("href", "src", "action"):
            if name in values and not re.match(r"/(?!/)|#|\?|https?://[\w.\[\]:-]+(/|$|\?)", values[name]):
                self.faults.append(f"{name}={values[name]}")


def test_hostile_texts_are_inert_on_every_page(empty: Web) -> None:
    planted = plant(empty.monitor.store, HOSTILE)
    pages = ["/", "/developments", "/topics", "/topics/court", "/concepts", "/concepts/hostile", "/routes", "/digests",
             "/topics/hostile", "/sources", "/alerts", "/search?q=e", "/search?topic=court",
             *(f"/developments/{number}" for number in planted.developments),
             *(f"/articles/{number}" for number in planted.articles), "/sources/court"]  # fmt: skip
    for path in pages:
        page = empty.text(path)
        seen = Seen()
        seen.feed(page)
        assert seen.faults == [], path
        assert not [letter for letter in page if inert(letter) != letter and letter not in " \n"], path


def test_hostile_searches_and_forms_are_inert(empty: Web) -> None:
    for number, hostile in enumerate(HOSTILE):
        text = hostile[:1_000].encode("utf-8", "replace").decode()
        path, fields = [*FORMS.items()][number % len(FORMS)]
        for answer in (empty.reader.get("/search", params={"q": text}),
                       empty.reader.get("/explain", params={"url": text}),
                       empty.post(path, **dict.fromkeys(fields, text), act="try")):  # fmt: skip
            assert answer.status_code in (200, 400, 422), (text[:80], answer.url)
            seen = Seen()
            seen.feed(answer.text)
            assert seen.faults == [], text[:80]


def test_secrets_of_channels_and_sources_are_not_on_any_page(web: Web) -> None:
    add_channel(web.monitor.store, "desk", "https://hooks.slack.com/services/T000/B000/planted-secret-1")
    program = web.program("read", "write")
    pages = [*map(web.text, ("/alerts", "/routes", "/digests")), program.get("/channels").text,
             program.get("/alerts").text]  # fmt: skip
    assert all("planted-secret" not in page for page in pages)
