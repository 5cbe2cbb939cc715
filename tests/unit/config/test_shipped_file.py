"""The shipped feeds.toml, its template, and the reference page."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.config import schema
from monitor.config.feeds_toml import load, parse
from monitor.config.settings import VARIABLES
from monitor.config.template import template
from monitor.core.model.source import SourceKind, SourceRank
from monitor.core.policy.cadence import bounds
from tests.builders import HOUR

ROOT = Path(__file__).parents[3]
MINUTE = HOUR / 60
REFERENCE = ROOT / "docs/reference/feeds-toml.md"


def test_the_shipped_file_loads_and_has_the_three_topics() -> None:
    declared = load(ROOT / "feeds.toml")
    assert [topic.id for topic in declared.topics] == ["sanctions", "rome-statute-amendments", "icpa"]
    assert declared.packs == ("icc",)
    assert len(declared.sources) > 70


def test_the_template_is_the_shipped_file() -> None:
    assert template() == (ROOT / "feeds.toml").read_text()


def test_the_court_is_reached_by_feed_then_listing_then_search() -> None:
    court = next(source for source in load(ROOT / "feeds.toml").sources if source.id == "icc-rss")
    assert [address.kind for address in court.addresses] == [SourceKind.FEED, SourceKind.LISTING, SourceKind.SEARCH]
    assert (court.rank, court.interval) == (SourceRank.OFFICIAL, timedelta(minutes=15))


def test_official_sources_are_asked_every_10_to_60_minutes_and_treaty_pages_every_6_hours() -> None:
    official = [each for each in load(ROOT / "feeds.toml").sources if each.rank is SourceRank.OFFICIAL]
    treaty = [each for each in official if "treaties.un.org" in each.url or each.id == "asp-parties"]
    assert len(treaty) == 5
    assert {each.interval for each in treaty} == {6 * HOUR}
    assert {bounds(each)[1] for each in treaty if each.kind is not SourceKind.PAGE} == {6 * HOUR}
    news = [each for each in official if each not in treaty and each.interval < 6 * HOUR]
    assert all(10 * MINUTE <= each.interval <= HOUR for each in news)
    learned = [bounds(each) for each in news if each.kind is not SourceKind.PAGE]
    assert all(least >= 10 * MINUTE and longest <= HOUR for least, longest in learned)


def test_addresses_that_nobody_has_seen_to_work_are_off() -> None:
    doubtful = re.compile("not yet seen|[Dd]isputed|Refuses|refuses most")
    assert not [
        source.id for source in load(ROOT / "feeds.toml").sources if doubtful.search(source.note) and source.enabled
    ]


def test_no_address_is_polled_twice() -> None:
    polled = [source.url for source in load(ROOT / "feeds.toml").sources if source.enabled]
    assert len(polled) == len(set(polled))


def test_commented_examples_of_the_shipped_file_load_too() -> None:
    text = re.sub(r"(?m)^# (?=\[|[a-z_]+ = )", "", template())
    declared = parse(text, "feeds.toml")
    assert [channel.id for channel in declared.channels] == ["desk", "mail"]
    assert (declared.topics[-1].channels, declared.concepts[0].name) == (("desk",), "registry")
    assert declared.monitor.alerts_per_hour == 20


@pytest.mark.parametrize("example", re.findall(r"```toml\n(.*?)```", REFERENCE.read_text(), re.DOTALL))
def test_examples_of_the_reference_load(example: str) -> None:
    parse(example, "example")


@pytest.mark.parametrize("table", [*schema.TABLES.values(), schema.FeedsFile])
def test_the_reference_names_every_key(table: type[schema.Table]) -> None:
    text = REFERENCE.read_text()
    keys = [field.alias or name for name, field in table.model_fields.items()]
    assert not [key for key in keys if f"`{key}`" not in text and f"[{key}" not in text]


def test_the_settings_page_names_every_variable() -> None:
    text = (ROOT / "docs/reference/settings.md").read_text()
    assert not [name for name in VARIABLES if name not in text]


def test_settings_are_read_without_heavy_libraries() -> None:
    code = (
        "import sys\nfrom monitor.config import feeds_toml, secrets, settings, template\n"
        "print([name for name in ('pydantic', 'tomllib', 'zoneinfo', 'hashlib', 'difflib') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
