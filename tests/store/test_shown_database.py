"""How a database is named to people: by its address, without a password."""

from __future__ import annotations

from contextlib import closing

import pytest

from monitor.store.store import Store


@pytest.mark.parametrize("address", [
    "u:planted@db.example/m", "u@db.example/m?password=planted&sslmode=require", "u@db.example/m?sslpassword=planted",
])  # fmt: skip
def test_no_password_is_shown_wherever_it_stands_in_the_address(address: str) -> None:
    with closing(Store(f"postgresql+psycopg://{address}")) as store:
        assert "planted" not in store.name
        assert "@db.example/m" in store.name
