"""A value that the database cannot hold is a bug of who gave it; the database itself is well."""

from __future__ import annotations

import pytest
from sqlalchemy import exc

from monitor.store.store import Store


def test_a_value_that_postgresql_refuses_is_no_storage_fault(postgres_url: str) -> None:
    store = Store(postgres_url)
    store.upgrade()
    with pytest.raises(exc.DataError), store.write() as tx:
        tx.facts.put("note", "half\x00told")
    store.close()
