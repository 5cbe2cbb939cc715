"""Saved pages, where a checkout has them beside it: the same demand told by two outlets is one development."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from monitor.config.feeds_toml import parse
from monitor.config.template import template
from monitor.replay import Replay
from monitor.services.article_file import Read
from monitor.services.declare import Assembled, assemble

SEEDS = Path(__file__).parents[4] / "shared" / "seeds"
ORDERS = list(permutations(("seed001", "seed002", "seed003", "seed004")))
DEMAND = {"seed002", "seed004"}


@pytest.fixture(scope="module")
def assembled() -> Assembled:
    return assemble(parse(template(), "the shipped feeds.toml"))


@pytest.mark.skipif(not SEEDS.is_dir(), reason="no saved pages beside this checkout")
@pytest.mark.parametrize(("titled", "orders"), [(True, ORDERS[::2]), (False, ORDERS[1::4])])
def test_in_any_order_undated_two_pages_on_one_exclusive_are_one_development(
    assembled: Assembled, titled: bool, orders: list[tuple[str, ...]]
) -> None:
    texts = {name: (SEEDS / f"{name}.txt").read_text(encoding="utf-8") for name in ORDERS[0]}
    for order in orders:
        machine = Replay(assembled)
        told = {}
        for name in order:
            title = texts[name].strip().splitlines()[0][:300] if titled else ""
            told[name] = machine.show(Read(id=name, title=title, text=texts[name]))
        filed = {name: answer["development"] for name, answer in told.items()}
        assert filed["seed002"] == filed["seed004"], order
        assert len({*filed.values()} - {None}) == 3, order
        assert sum(bool(answer["alert"]) for answer in told.values()) == 3, order
        later = max(DEMAND, key=order.index)
        assert told[later]["origin"] == told["seed002"]["origin"] == "Reuters", order
        machine.store.close()
