"""The queue in PostgreSQL: what is due is queued once, and a job that was given to another does nothing."""

from __future__ import annotations

import asyncio
import io
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from procrastinate.manager import JobManager
from procrastinate.schema import SchemaManager
from sqlalchemy import text

from monitor.core.errors import StorageError
from monitor.core.model.alert import AlertKind, DeliveryStatus, Message
from monitor.core.model.entry import Account
from monitor.core.model.fetched import FetchRequest, FetchResult
from monitor.core.model.ids import SourceId
from monitor.core.model.process import Role
from monitor.core.policy.routing import Route
from monitor.isolation.pool import WorkerPool
from monitor.jobs.handout import BATCH, MOST_WORK, Handout
from monitor.jobs.postgres import Lent, Queue, hand_back, prepare, rescue
from monitor.jobs.presence import Presence
from monitor.jobs.queued import Job, Kind
from monitor.jobs.runner import Runner
from monitor.jobs.stages import Stages
from monitor.pipeline.context import Context
from monitor.pipeline.extract import extract
from monitor.pipeline.knowledge import Knowledge
from monitor.store.store import Store
from monitor.telemetry import Telemetry
from tests.builders import HOUR, source
from tests.fakes import HandClock, Recorder, TableWeb
from tests.pipeline import press
from tests.pipeline.conftest import TERMINAL, Bench
from tests.pipeline.test_bugs import NoTopics

COURT = SourceId("court")


@pytest.fixture
def bench(postgres_url: str, workers: WorkerPool) -> Iterator[Bench]:
    """The bench of the other tests on PostgreSQL, with a queue."""
    store, clock = Store(postgres_url), HandClock()
    store.upgrade()
    prepare(store)
    web, channel = TableWeb(clock), Recorder()
    ctx = Context(store=store, fetcher=web, workers=workers, channels=lambda: {TERMINAL: channel}, clock=clock,
                  knowledge=Knowledge(), chance=lambda: 0.5)  # fmt: skip
    made = Bench(ctx=ctx, web=web, channel=channel, clock=clock)
    made.watch(source())
    yield made
    store.close()


def handout(bench: Bench) -> Handout:
    return Handout(bench.ctx, Runner(Telemetry()), Queue())


def stages(bench: Bench) -> Stages:
    return Stages(bench.ctx, Runner(Telemetry()), handout(bench), "a worker")


def queued(bench: Bench, kind: Kind) -> list[Job]:
    """The waiting jobs of a kind, in order."""
    with bench.ctx.store.read() as tx:
        jobs = JobManager(Lent(tx)).list_jobs(status="todo")
    said: list[tuple[Any, Any]] = [(job, job.task_kwargs) for job in jobs if job.task_kwargs["kind"] == kind.value]
    return [
        Job(kind=kind, subjects=tuple(args["subjects"]), token=args["token"], lock=job.lock or "", attempt=job.attempts)
        for job, args in said
    ]


def breaks(request: FetchRequest) -> FetchResult:
    raise KeyError(request.url)


def begin_one(store: Store, task: str) -> tuple[int, int]:
    """Have a new worker take a job of that task; the numbers of worker and job."""
    with store.write() as tx:

        async def take() -> tuple[int, Any]:
            manager = JobManager(Fetching(tx))
            worker = await manager.register_worker()
            return worker, await manager.fetch_job(queues=[task], worker_id=worker)

        worker, job = asyncio.run(take())
        return worker, job.id


class Fetching(Lent):
    """With what a worker asks beside."""

    async def execute_query_one_async(self, query: Any, **arguments: Any) -> dict[str, Any]:
        return self.execute_query_all(query, **arguments)[0]


def test_two_schedulers_queue_every_due_source_once(bench: Bench, open_store: Callable[[str], Store]) -> None:
    names = [f"s{number}" for number in range(120)]
    bench.watch(*(source(name, url=f"https://h{int(name[1:]) % 20}.example.org/{name}") for name in names))
    other = replace(bench, ctx=replace(bench.ctx, store=open_store(bench.ctx.store.address)))
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda each: handout(each).tick(), [bench, other] * 3))
    subjects = Counter(name for job in queued(bench, Kind.POLL) for name in job.subjects)
    assert subjects == Counter([*names, "court"])


def test_what_the_database_refuses_the_queue_is_a_fault_of_the_storage_and_no_bug(bench: Bench) -> None:
    full = (
        "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS "
        "$$BEGIN RAISE EXCEPTION 'no space left on device' USING ERRCODE = '53100'; END$$;"
        "CREATE TRIGGER full_disk BEFORE INSERT ON procrastinate_jobs EXECUTE FUNCTION full_disk()"
    )
    with bench.ctx.store.write() as tx:
        tx.connection.execute(text(full))
    runner = Runner(Telemetry(stream=io.StringIO()))
    Handout(bench.ctx, runner, Queue()).tick()
    assert "no space left on device" in runner.storage_fault
    with bench.ctx.store.read() as tx:
        assert tx.sources.is_claimed(COURT, "")  # no claim without its job


def test_a_host_is_one_job_with_a_lock_of_its_own(bench: Bench) -> None:
    bench.watch(source("a", url="https://x.example/1"), source("b", url="https://x.example/2"))
    handout(bench).tick()
    assert {job.lock: len(job.subjects) for job in queued(bench, Kind.POLL)} == {
        "court.example.org": 1, "x.example": 2,
    }  # fmt: skip


def test_a_live_page_waits_for_no_backlog_of_other_hosts(bench: Bench) -> None:
    bench.watch(source("slow"))
    bench.publish(*range(MOST_WORK * BATCH + 1), source="slow")
    bench.poll("slow")
    bench.publish()
    bench.poll()
    for _ in range(5):
        handout(bench).extracts()
    backlog = len(queued(bench, Kind.EXTRACT))
    assert backlog >= MOST_WORK
    bench.publish(1)
    bench.poll()
    handout(bench).extracts()
    assert len(queued(bench, Kind.EXTRACT)) == backlog + 1
    begin_one(bench.ctx.store, "work")
    assert len(queued(bench, Kind.EXTRACT)) == backlog
    assert all(job.lock == "pages of slow.example.org" for job in queued(bench, Kind.EXTRACT))  # the other one is begun


def test_from_poll_to_alert_through_the_queue(bench: Bench) -> None:
    with bench.ctx.store.write() as tx:
        state = tx.sources.state(COURT)
        tx.sources.save_state(replace(state, baseline_at=bench.clock.now(), met=(source().url,)))
    bench.publish(1)
    handout(bench).tick()
    for kind in (Kind.POLL, Kind.EXTRACT, Kind.DELIVER):
        (job,) = queued(bench, kind)
        stages(bench).do(job)
    assert bench.accounts() == [Account.ALERTED]
    assert len(bench.channel.messages) == 1


def test_a_worker_judges_a_live_report_after_what_another_source_had_at_first_contact(bench: Bench) -> None:
    bench.watch(source("press"))
    bench.publish(source="press")
    bench.poll("press")
    bench.publish(1)
    bench.poll()
    bench.web.pages["https://press.example.org/1"] = press.page(1).replace("went to court", "turned to a judge")
    bench.publish(1, source="press")
    bench.poll("press")
    handout(bench).tick()
    jobs = {job.lock: job for job in queued(bench, Kind.EXTRACT)}
    stages(bench).do(jobs["pages of press.example.org"])
    assert bench.accounts() == [Account.PENDING] * 2
    stages(bench).do(jobs["pages of court.example.org"])
    bench.clock.forward(timedelta(seconds=10))
    handout(bench).tick()
    (job,) = queued(bench, Kind.DETECT)
    stages(bench).do(job)
    assert bench.accounts() == [Account.BASELINE, Account.REPEAT]


def test_a_worker_puts_off_a_page_that_met_a_bug(bench: Bench) -> None:
    bench.publish()
    bench.poll()
    bench.publish(1)
    bench.poll()
    bench.web.pages["https://court.example.org/1"] = breaks
    handout(bench).tick()
    (job,) = queued(bench, Kind.EXTRACT)
    stages(bench).do(job)
    (entry,) = bench.entries()
    assert (entry.attempts, entry.next_attempt) == (1, bench.clock.now() + timedelta(minutes=1))
    assert "a bug of the monitor: KeyError" in entry.reason


def test_a_run_that_another_took_over_from_polls_nothing(bench: Bench) -> None:
    bench.publish(1)
    handout(bench).tick()
    (job,) = queued(bench, Kind.POLL)
    later = replace(job, attempt=1)
    with bench.ctx.store.write() as tx:
        assert tx.sources.take_over([COURT], later.earlier, later.claim, bench.clock.now() + HOUR)
    stages(bench).do(job)
    assert bench.web.asked == []


def test_what_a_run_found_after_another_took_over_is_not_stored(bench: Bench) -> None:
    handout(bench).tick()
    (job,) = queued(bench, Kind.POLL)
    later = replace(job, attempt=1)

    class TakenMeanwhile(TableWeb):
        def fetch(self, request: FetchRequest) -> FetchResult:
            with bench.ctx.store.write() as tx:
                tx.sources.take_over([COURT], later.earlier, later.claim, bench.clock.now() + HOUR)
            return super().fetch(request)

    slow = TakenMeanwhile(bench.clock)
    held = replace(bench, ctx=replace(bench.ctx, fetcher=slow), web=slow)
    held.publish(1)
    stages(held).do(job)
    assert slow.asked
    assert bench.entries() == []
    with bench.ctx.store.read() as tx:
        assert tx.sources.is_claimed(COURT, later.claim)


def test_a_stopping_worker_gives_back_what_it_did_not_begin(bench: Bench) -> None:
    handout(bench).tick()
    (job,) = queued(bench, Kind.POLL)
    stopped = stages(bench)
    stopped.stop()
    stopped.do(job)
    with bench.ctx.store.write() as tx:
        assert [each.id for each in tx.sources.claim_due(bench.clock.now(), HOUR, "next", 10)] == ["court"]


def test_the_jobs_of_a_worker_without_a_sign_of_life_are_queued_again(bench: Bench) -> None:
    store = bench.ctx.store
    handout(bench).tick()
    begin_one(store, "poll_host")
    assert rescue(store) == 0
    with store.write() as tx:
        tx.connection.execute(text("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '9 seconds'"))
    with store.write() as tx:
        assert tx.only_one("stalled jobs are rescued")
        assert rescue(store) == 0  # another program is at it
    assert rescue(store) == 1
    (job,) = queued(bench, Kind.POLL)
    assert job.attempt == 1
    bench.publish(1)
    stages(bench).do(job)
    assert len(bench.entries()) == 1


def test_a_job_whose_end_was_not_stored_is_queued_again(bench: Bench) -> None:
    store = bench.ctx.store
    handout(bench).tick()
    worker, job = begin_one(store, "poll_host")
    assert hand_back(store, worker, running={job}, before=set()) == set()
    missing = hand_back(store, worker, running=set(), before=set())
    assert (missing, queued(bench, Kind.POLL)) == ({job}, [])
    assert hand_back(store, worker, running=set(), before=missing) == set()
    assert len(queued(bench, Kind.POLL)) == 1


def test_a_channel_has_one_job_however_often_it_is_due(bench: Bench) -> None:
    message = Message(kind=AlertKind.TEST, key="k", title="t", blocks=(), at=bench.clock.now())
    to = Route(channel_id=TERMINAL, status=DeliveryStatus.PENDING, topics=(), reason="")
    with bench.ctx.store.write() as tx:
        tx.outbox.add(message, [to], now=bench.clock.now())
    for _ in range(3):
        handout(bench).tick()
    assert [job.subjects for job in queued(bench, Kind.DELIVER)] == [("terminal",)]


def test_what_nobody_judged_is_queued_after_a_while(bench: Bench) -> None:
    bench.publish(1)
    bench.poll()
    with bench.ctx.store.write() as tx:
        due = tx.entries.claim_due(bench.clock.now(), HOUR, "dead", 10)
    extract(bench.ctx, due[0].id)
    handout(bench).tick()
    assert queued(bench, Kind.DETECT) == []
    bench.clock.forward(timedelta(seconds=6))
    handout(bench).tick()
    (job,) = queued(bench, Kind.DETECT)
    stages(bench).do(job)
    assert bench.accounts() == [Account.BASELINE]


def detects(bench: Bench, scheduler: Handout, worker: Stages, span: timedelta, step: timedelta) -> int:
    """How many jobs to judge are queued in that time, each done at once."""
    count, until = 0, bench.clock.now() + span
    while bench.clock.now() < until:
        bench.clock.forward(step)
        scheduler.tick()
        for job in queued(bench, Kind.DETECT):
            count += 1
            worker.do(job)
        with bench.ctx.store.write() as tx:
            tx.connection.execute(text("DELETE FROM procrastinate_jobs"))
    return count


def test_an_article_that_meets_a_bug_is_queued_ever_more_rarely_and_holds_up_no_other(bench: Bench) -> None:
    bench.two_read()
    log, tick = io.StringIO(), timedelta(seconds=30)
    broken = replace(bench.ctx, knowledge=NoTopics())
    scheduler, worker = handout(bench), Stages(broken, Runner(Telemetry(stream=log)), handout(bench), "a worker")
    assert detects(bench, scheduler, worker, HOUR, tick) == 7  # four at once, then after 1, 5 and 15 minutes
    assert detects(bench, scheduler, worker, 5 * HOUR, tick) == 5
    assert log.getvalue().count("bug: KeyError") == 2 * 9  # met ever more rarely too
    bench.publish(3, 2, 1)
    bench.poll()
    bench.work()  # its worker judges it as it reads it
    assert bench.accounts()[2] is not Account.PENDING
    assert detects(bench, scheduler, worker, HOUR / 2, tick) == 0


def test_a_new_worker_tries_at_once_what_others_met_a_bug_with(bench: Bench) -> None:
    bench.two_read()
    broken, tick = replace(bench.ctx, knowledge=NoTopics()), timedelta(seconds=30)
    scheduler, worker = handout(bench), Stages(broken, Runner(Telemetry(stream=io.StringIO())), handout(bench), "old")
    Presence(bench.ctx, "old", Role.WORKER).beat()
    detects(bench, scheduler, worker, 3 * HOUR, tick)
    Presence(bench.ctx, "new", Role.WORKER).beat()
    assert detects(bench, scheduler, stages(bench), 2 * tick, tick) == 1
    assert Account.PENDING not in bench.accounts()


def test_the_queues_tables_are_made_once_by_programs_that_start_together(
    postgres_url: str, open_store: Callable[[str], Store]
) -> None:
    stores = [open_store(postgres_url) for _ in range(3)]
    stores[0].upgrade()
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(prepare, stores))
    prepare(stores[0])
    with stores[0].read() as tx:
        assert Queue().unfinished(tx) == {}


def test_a_queue_of_an_older_procrastinate_is_brought_up_to_date(
    postgres_url: str, open_store: Callable[[str], Store]
) -> None:
    store = open_store(postgres_url)
    store.upgrade()
    files = sorted(Path(SchemaManager.get_migrations_path()).glob("*.sql"))
    old = [file for file in files if file.name < "03.02"]
    for file in old:
        with store.write() as tx:
            Lent(tx).execute_query(file.read_text(encoding="utf-8").replace("%", "%%"))
            tx.facts.put("queue schema", file.name)
    prepare(store)
    with store.write() as tx:
        assert tx.facts.get("queue schema") == files[-1].name
        Queue().put(tx, [Job(kind=Kind.POLL, subjects=("a",), lock="h", token="t")])
        assert Queue().unfinished(tx) == {"poll_host": 1}
    begin_one(store, "poll_host")


def test_a_queue_of_another_program_is_left_alone(postgres_url: str, open_store: Callable[[str], Store]) -> None:
    store = open_store(postgres_url)
    store.upgrade()
    with store.write() as tx:
        SchemaManager(Lent(tx)).apply_schema()
    with pytest.raises(StorageError, match="queue of another program"):
        prepare(store)
