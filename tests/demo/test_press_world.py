"""The made-up press, over real HTTP: what a watcher meets there."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPMessage
from urllib.parse import urlsplit

import pytest

from monitor.config.feeds_toml import parse
from monitor.core.errors import ConfigRefused
from monitor.core.model.source import SourceKind
from monitor.demo.outlets import OUTLETS, Format
from monitor.demo.story import STORY, AddRow, Edit, Fail, Meant, Publish, Repair
from monitor.demo.texts import texts_of
from monitor.demo.world import PressWorld

STARTED = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
ALL = len(STORY)
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def world() -> Iterator[PressWorld]:
    with PressWorld(started=STARTED) as world:
        yield world


def get(url: str, method: str = "GET", **headers: str) -> tuple[int, HTTPMessage, str]:
    parts = urlsplit(url)
    connection = HTTPConnection(parts.netloc, timeout=200)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    connection.request(method, target, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    body = response.read().decode()
    connection.close()
    return response.status, response.headers, body


def before(kind: type) -> int:
    """The step just before the first act that makes a change of that kind."""
    return next(number for number, act in enumerate(STORY) if isinstance(act.change, kind))


def titles(world: PressWorld, outlet: str) -> list[str]:
    _, _, body = get(world.address(outlet))
    root = ET.fromstring(body)
    return [node.text or "" for node in [*root.iter("title"), *root.iter(f"{ATOM}title")]][1:]


def link_to(world: PressWorld, outlet: str, title: str) -> str:
    _, _, body = get(world.address(outlet))
    root = ET.fromstring(body)
    for item in [*root.iter("item"), *root.iter(f"{ATOM}entry")]:
        if title in (item.findtext("title"), item.findtext(f"{ATOM}title")):
            link = item.find(f"{ATOM}link")
            return item.findtext("link") or (link.attrib["href"] if link is not None else "")
    raise AssertionError(title)


def test_every_outlet_has_older_articles_at_the_start(world: PressWorld) -> None:
    for outlet in OUTLETS:
        stories = world.sites[outlet.id].front.stories
        assert outlet.kind is SourceKind.PAGE or 3 <= len(stories) <= 6, outlet.id
        assert all(story.published < STARTED for story in stories)


def test_the_story_fits_two_minutes_and_has_every_kind_of_act() -> None:
    assert [act.at for act in STORY] == sorted(act.at for act in STORY)
    assert STORY[-1].at <= timedelta(seconds=110)
    assert {act.meant for act in STORY} == set(Meant)
    new = {act.topic for act in STORY if act.meant is Meant.NEW}
    assert new == {"sanctions", "rome-statute-amendments", "icpa"}


def test_every_text_without_a_date_is_published_once() -> None:
    published = [act.change.text for act in STORY if isinstance(act.change, Publish)]
    written = [text for outlet in OUTLETS if outlet.format is not Format.TABLE for text in texts_of(outlet.id)]
    assert sorted(published) == sorted(text.key for text in written if text.age is None)


def test_an_article_appears_when_its_act_is_done(world: PressWorld) -> None:
    title = "US Treasury imposes sanctions on two judges of the International Criminal Court"
    assert title not in titles(world, "northgate")
    (act,) = world.advance_to(1)
    assert act.meant is Meant.NEW
    assert titles(world, "northgate")[0] == title


def test_advancing_twice_does_nothing_twice(world: PressWorld) -> None:
    world.advance_to(5)
    assert world.advance_to(5) == world.advance_to(3) == ()
    assert len(world.advance_to(ALL)) == ALL - 5


def test_an_article_page_is_that_of_a_news_site(world: PressWorld) -> None:
    world.advance_to(ALL)
    link = link_to(world, "meridian-post", "Sanctioned international judges sue US Treasury in federal court")
    assert "utm_source" in link
    status, headers, page = get(link)
    data = json.loads(re.search(r'ld\+json">(.*?)</script>', page)[1])  # type: ignore[index]
    assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert datetime.fromisoformat(data["datePublished"]) == STARTED + timedelta(seconds=79)
    assert f'rel="canonical" href="{link.split("?", maxsplit=1)[0]}"' in page
    assert "cookie-banner" in page
    assert "A judge who must ask a bank" in page


def test_feeds_answer_304_until_something_is_published(world: PressWorld) -> None:
    url = world.address("northgate")
    _, headers, _ = get(url)
    for condition in ({"If_None_Match": headers["ETag"]}, {"If_Modified_Since": headers["Last-Modified"]}):
        status, renewed, body = get(url, **condition)
        assert (status, body, renewed["ETag"]) == (304, "", headers["ETag"])
        assert get(url, **{**condition, "If_None_Match": '"other"'})[0] == 200
    world.advance_to(1)
    assert get(url, If_None_Match=headers["ETag"])[0] == 200
    assert get(url, If_Modified_Since=headers["Last-Modified"])[0] == 200


def test_the_head_of_an_answer_can_be_asked_alone(world: PressWorld) -> None:
    status, headers, body = get(world.address("visnyk"), "HEAD")
    assert (status, body) == (200, "")
    assert int(headers["Content-Length"]) > 1000


def test_robots_and_missing_pages(world: PressWorld) -> None:
    base = world.sites["hague-courier"].base
    assert get(base + "/robots.txt")[2].startswith("User-agent: *")
    assert get(base + "/2026/03/no-such-thing")[0] == 404


def test_an_outlet_without_a_feed_lists_links(world: PressWorld) -> None:
    world.advance_to(2)
    _, headers, page = get(world.address("statute-watch"))
    assert headers["Content-Type"].startswith("text/html")
    path = re.search(r'<a href="(/\d{4}/\d\d/ecocide-proposal-filed)">', page)[1]  # type: ignore[index]
    assert get(world.sites["statute-watch"].base + path)[0] == 200


def test_an_edit_changes_the_number_in_place(world: PressWorld) -> None:
    world.advance_to(before(Edit))
    title = "US Treasury imposes sanctions on two judges of the International Criminal Court"
    link = link_to(world, "northgate", title)
    world.advance_to(before(Edit) + 1)
    assert link_to(world, "northgate", title.replace("two", "three")) == link
    page = get(link)[2]
    assert "Judge Runa Solheim" in page
    assert "two judges" not in page
    assert "Updated" in page


def test_a_withdrawn_article_leaves_the_feed_and_is_not_found(world: PressWorld) -> None:
    title = "Centre for prosecuting aggression against Ukraine could close by December, officials say"
    world.advance_to(ALL - 2)
    link = link_to(world, "meridian-post", title)
    assert get(link)[0] == 200
    world.advance_to(ALL)
    assert get(link)[0] == 404
    assert title not in titles(world, "meridian-post")


def test_an_old_article_comes_back_with_another_address_and_date(world: PressWorld) -> None:
    title = "Member states close ranks: 'The court will not be bullied'"
    old = link_to(world, "hague-courier", title)
    world.advance_to(ALL)
    new = link_to(world, "hague-courier", title)
    assert titles(world, "hague-courier")[0] == title
    assert new != old
    assert f'rel="canonical" href="{old}"' in get(new)[2]


def test_an_outlet_fails_and_recovers(world: PressWorld) -> None:
    url = world.address("journal-quai")
    seen = []
    for step in (before(Fail), before(Fail) + 1, before(Repair) + 1):
        world.advance_to(step)
        seen.append(get(url)[0])
    assert seen == [200, 500, 200]


def test_a_treaty_page_has_a_clock_and_gets_a_row(world: PressWorld) -> None:
    url = world.address("depositary")
    first, second = get(url)[2], get(url)[2]
    assert first != second
    assert re.findall("<td>.*</td>", first) == re.findall("<td>.*</td>", second)
    world.advance_to(before(AddRow) + 1)
    assert "<td>Valdoria</td><td>10 Mar 2026</td>" in get(url)[2]


def test_the_story_plays_in_its_time_divided_by_the_speed() -> None:
    waits: list[float] = []

    def wait(seconds: float) -> bool:
        waits.append(seconds)
        return False

    with PressWorld(started=STARTED, speed=10) as world:
        done = list(world.play(wait))
    assert len(done) == ALL
    assert sum(waits) == pytest.approx(STORY[-1].at.total_seconds() / 10)


def test_play_stops_when_the_wait_is_cut_short(world: PressWorld) -> None:
    answers = iter([False, False, True])
    assert len(list(world.play(lambda _: next(answers)))) == 2
    assert world.step == 2


def test_play_counts_from_when_it_began(world: PressWorld) -> None:
    began = STARTED + timedelta(minutes=5)
    next(world.play(lambda _: False, began))
    assert world.sites["northgate"].front.stories[0].published == began + STORY[0].at


def test_its_feeds_toml_loads_where_short_intervals_are_allowed(world: PressWorld) -> None:
    declared = parse(world.feeds_toml(), "feeds.toml", shortest=timedelta(seconds=1))
    assert [source.url for source in declared.sources] == [world.address(outlet.id) for outlet in OUTLETS]
    assert {topic.id for topic in declared.topics} == {"sanctions", "rome-statute-amendments", "icpa"}
    with pytest.raises(ConfigRefused):
        parse(world.feeds_toml(), "feeds.toml")


def test_a_closed_world_answers_no_more() -> None:
    world = PressWorld(started=STARTED)
    world.start()
    url = world.address("visnyk")
    world.stop()
    with pytest.raises(OSError, match="refused"):
        get(url)
