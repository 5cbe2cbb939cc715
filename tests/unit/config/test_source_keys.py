"""The keys that say how a source is read and how often."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.config.feeds_toml import parse
from monitor.core.errors import ConfigRefused
from monitor.core.model.source import Address, Source, SourceKind

BASE = '[[source]]\nid = "a"\nname = "A"\nurl = "https://a.example/"\n'


def read(keys: str) -> Source:
    return parse(BASE + keys, "f").sources[0]


def refused(keys: str) -> str:
    with pytest.raises(ConfigRefused) as refusal:
        parse(BASE + keys, "f")
    return str(refusal.value)


def test_bounds_of_the_interval_are_read() -> None:
    source = read('interval = "30m"\nmin = "10m"\nmax = "2h"')
    assert (source.shortest, source.longest) == (timedelta(minutes=10), timedelta(hours=2))
    assert (read("").shortest, read("").longest) == (None, None)


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ('min = "1h"', "min: must not be longer than interval, which is 30m"),
        ('max = "10m"', "max: must not be shorter than interval, which is 30m"),
        ('interval = "1h"\nmin = "20m"\nmax = "10m"', "max: must not be shorter than interval, which is 1h"),
        ('min = "5s"', "min: must be between"),
        ("max = 3", "max: write the time in quotes"),
    ],
)
def test_bounds_that_hold_nothing_are_refused(keys: str, words: str) -> None:
    assert words in refused(keys)


def test_a_selector_stands_at_the_listing_that_it_is_for() -> None:
    source = read('kind = "listing"\nselector = " main li a "')
    assert source.addresses == (Address(url="https://a.example/", kind=SourceKind.LISTING, selector="main li a"),)
    source = read('fallbacks = [{ url = "https://a.example/n", kind = "listing", selector = "//main//a" }]')
    assert [address.selector for address in source.addresses] == ["", "//main//a"]


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ('selector = "a"', "names the items of a listing, and this source is a feed"),
        ('selector = "a"\nfallbacks = [{ url = "https://b.example", kind = "listing" }]', "move it into the fallback"),
        ('kind = "listing"\nselector = "li["', "is no CSS selector"),
        ('kind = "listing"\nselector = "li\\na"', "write one line"),
        ('ignore = ["Visitors"]', "names lines of a watched page, and this source is a feed"),
        ('kind = "page"\nignore = ["/(/"]', "ignore #1: is no regular expression"),
        ('kind = "page"\nignore = ["/x*/"]', "matches every line"),
        ('kind = "page"\nignore = [""]', "is empty"),
    ],
)
def test_keys_that_cannot_work_are_refused_with_the_reason(keys: str, words: str) -> None:
    assert words in refused(keys)


def test_lines_to_ignore_are_read_once_each() -> None:
    assert read('kind = "page"\nignore = ["Visitors", "/^x+$/", "Visitors"]').ignore == ("Visitors", "/^x+$/")
    fallback = 'ignore = ["Visitors"]\nfallbacks = [{ url = "https://a.example/n", kind = "page" }]'
    assert read(fallback).ignore == ("Visitors",)
