from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from monitor.core.model.host import HostDay
from monitor.store.store import Store
from tests.cli.conftest import Program


def test_manners_towards_each_site_can_be_audited(monitor: Program) -> None:
    assert "No site was asked yet" in monitor.good("hosts")
    store = Store(monitor.database_url)
    day = HostDay(host="gazette.example", day=datetime.now(UTC).date(), requests=40, not_modified=38, failures=1,
                  bytes_received=2_000, bytes_saved=3 * 1024**2, spacing=timedelta(seconds=5),
                  robots="none (404): all is allowed")  # fmt: skip
    with store.write() as tx:
        tx.hosts.add([day])
    store.close()
    (row,) = monitor.good("hosts").splitlines()[1:]
    assert row.split() == ("gazette.example none (404): all is allowed 1 40 40 40 1 38 2 KB 3.0 MB 5 s").split()
    (found,) = json.loads(monitor.good("hosts", "--days", "1", "--json"))
    assert (found["requests_today"], found["bytes_saved"], found["sources"]) == (40, 3 * 1024**2, 1)
