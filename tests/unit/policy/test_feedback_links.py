"""Links that say what an alert was worth: only those made with the secret hold."""

from __future__ import annotations

import pytest

from monitor.core.model.ids import ArticleId
from monitor.core.model.route import Opinion
from monitor.core.policy.feedback import links, sign, verify

SECRET = "a-secret"
GOOD = sign(SECRET, ArticleId(7), Opinion.RELEVANT)


def test_a_link_holds_for_its_article_and_opinion_alone() -> None:
    assert verify(SECRET, ArticleId(7), Opinion.RELEVANT, GOOD)
    assert not verify(SECRET, ArticleId(8), Opinion.RELEVANT, GOOD)
    assert not verify(SECRET, ArticleId(7), Opinion.REPEAT, GOOD)
    assert not verify("another", ArticleId(7), Opinion.RELEVANT, GOOD)


@pytest.mark.parametrize("forged", ["", "x", GOOD[:-1], GOOD + "A", "é", "\ud800", "a" * 10_000])
def test_a_forged_signature_is_refused(forged: str) -> None:
    assert not verify(SECRET, ArticleId(7), Opinion.RELEVANT, forged)


def test_without_a_secret_nothing_is_signed_and_nothing_holds() -> None:
    assert links("https://monitor.example", "", ArticleId(7)) == links("", SECRET, ArticleId(7)) == ()
    assert not verify("", ArticleId(7), Opinion.RELEVANT, sign("", ArticleId(7), Opinion.RELEVANT))


def test_a_link_is_short_and_needs_no_escaping() -> None:
    for line in links("https://monitor.example/", SECRET, ArticleId(7)):
        assert line.url.startswith("https://monitor.example/feedback/7/") and len(line.url) < 100
        assert "=" not in line.url.partition("?s=")[2] and line.url.isascii()
