"""Looking at all stored articles, one after the other."""

from __future__ import annotations

import random
import string

import pytest

from monitor.core.model.ids import ArticleId, SourceId
from monitor.services import stored
from monitor.store.articles import ArticleKeys
from monitor.store.store import Store
from tests.builders import HOUR, NOON, article, keyed_one, source

MANY = 450  # more than two pieces


@pytest.fixture
def numbers(store: Store) -> list[ArticleId]:
    with store.write() as tx:
        tx.sources.put(source(), NOON)
        entry = tx.entries.add(SourceId("court"), keyed_one(1), now=NOON, baseline=False)
        return [
            tx.articles.add(article(entry_id=entry, first_seen=NOON + number * HOUR),
                            ArticleKeys(page=str(number), text=""), stored_at=NOON)
            for number in range(MANY)
        ]  # fmt: skip


def test_all_come_once_and_in_order(store: Store, numbers: list[ArticleId]) -> None:
    assert [each.id for each in stored.articles(store)] == numbers
    assert [each.id for each in stored.articles(store, NOON + 100 * HOUR)] == numbers[100:]


@pytest.mark.parametrize("newest", [0, 3, 200, 201, MANY + 1])
def test_the_newest_come_first(store: Store, numbers: list[ArticleId], newest: int) -> None:
    assert [each.id for each in stored.articles(store, newest=newest)] == numbers[::-1][:newest]


def test_a_page_at_an_address_that_is_too_long_for_an_index_is_known_again(store: Store) -> None:
    chance = random.Random(1)
    address = "https://court.example.org/sign-in?request=" + "".join(chance.choices(string.ascii_letters, k=9_000))
    keys = ArticleKeys(page=address, text="")
    with store.write() as tx:
        tx.sources.put(source(), NOON)
        path = "".join(chance.choices("абвгдежзиклмнопрстуфхц", k=1_900))
        item = keyed_one(1, url=f"https://court.example.org/{path}")
        entry = tx.entries.add(SourceId("court"), item, now=NOON, baseline=False)
        held = tx.articles.add(article(entry_id=entry), keys, stored_at=NOON)
        assert tx.articles.same_as(keys) == held
        assert tx.articles.same_as(ArticleKeys(page=f"{address}x", text="")) is None
        assert [each.id for each in tx.entries.by_url(item.entry.url)] == [entry]
