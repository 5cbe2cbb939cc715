"""The full-text index: what was stored is found at once, what was let go is not, on both engines."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.core.model.entry import Account
from monitor.core.model.ids import EntryId, SourceId
from monitor.store.articles import ArticleKeys
from monitor.store.reading import Asked
from monitor.store.store import Store
from tests.builders import NOON, article, keyed_one, source

TEXTS = (
    "The court's judgment on Größe was read.\nNothing else happened.",
    "Judges of the Rome Statute court met; a non-state party came.",
    "判所は令状を発行した。",
    'An odd "quote" OR a NEAR operator, 100 % of it_all *',
)


@pytest.fixture
def filled(store: Store) -> Store:
    with store.write() as tx:
        tx.sources.put(source("court"), NOON)
        for number, text in enumerate(TEXTS, start=1):
            entry = tx.entries.add(SourceId("court"), keyed_one(number), now=NOON, baseline=False)
            tx.entries.settle_text(entry, article_id=None)
            made = tx.articles.add(article(f"Title {number}", text, entry_id=entry),
                                   ArticleKeys(page=str(number), text=str(number)), stored_at=NOON)  # fmt: skip
            tx.articles.set_detected(made, NOON)
    return store


def found(store: Store, *words: str) -> list[str]:
    with store.read() as tx:
        return [each.text for each in tx.reading.search(Asked(words=words))]


@pytest.mark.parametrize(("words", "numbers"), [
    (["court"], [1, 0]), (["COURT", "judg"], [1, 0]), (["judges"], [1]), (["Rome Statute"], [1]),
    (["Statute Rome"], []), (["court", "nothing"], [0]), (["令状"], [2]), (["title"], [3, 2, 1, 0]),
    (["quote", "OR", "NEAR"], [3]), (['"quote"'], [3]), (["100 %"], [3]), (["it_all"], [3]), (["urt"], []),
    (["non-state"], [1]), (["*"], [3]), (["nobody"], []), (["a' OR 1=1 --"], []), ([":", "court"], []),
    (["NOT court"], []),
])  # fmt: skip
def test_words_phrases_and_beginnings_are_found(filled: Store, words: list[str], numbers: list[int]) -> None:
    assert found(filled, *words) == [TEXTS[number] for number in numbers]


def test_what_was_let_go_is_not_found(filled: Store) -> None:
    with filled.write() as tx:
        for number in range(1, len(TEXTS) + 1):
            tx.entries.account(EntryId(number), Account.NO_MATCH, "")
        assert tx.retention.prune(NOON + timedelta(days=1), 100).articles == len(TEXTS)
    assert found(filled, "court") == []
