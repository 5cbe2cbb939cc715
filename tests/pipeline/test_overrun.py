"""Two daemons at one entry, after the lease of the first ran out."""

from __future__ import annotations

from monitor.core.model.entry import Account
from monitor.core.model.fetched import Fetched, FetchRequest, FetchResult
from monitor.pipeline.extract import extract
from monitor.pipeline.outcome import Result
from tests.builders import NOON
from tests.pipeline import press
from tests.pipeline.conftest import Bench


def test_who_is_late_with_a_text_leaves_the_account_of_the_faster_alone(bench: Bench) -> None:
    bench.publish()
    bench.poll()
    bench.publish(1)
    bench.poll()
    (entry,) = bench.entries()
    page = "https://court.example.org/1"

    def slow(request: FetchRequest) -> FetchResult:
        bench.web.pages[page] = press.page(1)
        bench.work()  # the other daemon takes the entry from its text to its alert
        body = press.page(1).encode()
        return Fetched(url=page, final_url=page, status=200, headers=(("Content-Type", "text/html"),), body=body,
                       fetched_at=NOON)  # fmt: skip

    bench.web.pages[page] = slow
    assert extract(bench.ctx, entry.id).result is Result.GONE
    assert bench.accounts() == [Account.ALERTED]
