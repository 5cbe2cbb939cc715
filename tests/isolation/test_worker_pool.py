from __future__ import annotations

import os
import select
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from monitor.isolation.forks import Forks
from monitor.isolation.outcome import TaskDone, TaskFailed, TaskFault
from monitor.isolation.pool import MIB, WorkerPool
from monitor.isolation.process import WorkerProcess

NAMES = ("echo", "meet", "burn", "hoard", "doze", "crash", "shout", "fail", "environment", "surrogate", "not_json")
TASKS = {name: f"tests.isolation.isolation_tasks:{name}" for name in NAMES}


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    pool = WorkerPool(TASKS, workers=2, cpu_seconds=1, memory_bytes=64 * MIB, wall_seconds=200)
    yield pool
    pool.close()


def done(result: TaskDone | TaskFailed) -> TaskDone:
    assert isinstance(result, TaskDone), result
    return result


def failed(result: TaskDone | TaskFailed) -> TaskFailed:
    assert isinstance(result, TaskFailed), result
    return result


def test_header_and_body_go_over_and_an_answer_comes_back(pool: WorkerPool) -> None:
    answer = done(pool.run("echo", {"word": "été"}, b"\x00" * 3_000_000)).header
    assert (answer["word"], answer["size"]) == ("été", 3_000_000)
    assert answer["pid"] != os.getpid()


def test_a_task_that_computes_for_ever_is_killed_by_its_cpu_limit(pool: WorkerPool) -> None:
    assert failed(pool.run("burn", {})).reason is TaskFault.CPU
    done(pool.run("echo", {}))


def test_cpu_is_counted_per_task_and_not_per_worker() -> None:
    with_burst = WorkerPool({"spin": "tests.isolation.isolation_spin:spin"}, workers=1, cpu_seconds=1)
    pids = {done(with_burst.run("spin", {"seconds": 0.4})).header["pid"] for _ in range(5)}
    with_burst.close()
    assert len(pids) == 1


def test_a_task_that_takes_too_much_memory_fails_by_its_memory_limit(pool: WorkerPool) -> None:
    assert failed(pool.run("hoard", {"mib": 200})).reason is TaskFault.MEMORY
    assert done(pool.run("hoard", {"mib": 20})).header["held"] == 20


def test_a_task_that_hangs_is_killed_after_its_wall_time() -> None:
    impatient = WorkerPool(TASKS, workers=1, wall_seconds=3)
    assert failed(impatient.run("doze", {"seconds": 400})).reason is TaskFault.WALL
    done(impatient.run("echo", {}))
    impatient.close()


def test_a_crash_is_told_and_the_worker_is_replaced(pool: WorkerPool) -> None:
    answer = failed(pool.run("crash", {}))
    assert (answer.reason, answer.detail) == (TaskFault.CRASHED, "ended with exit code 7")
    done(pool.run("echo", {}))


def test_what_a_library_prints_does_not_disturb_the_answer(pool: WorkerPool) -> None:
    assert done(pool.run("shout", {})).header == {"ok": True}


def test_an_exception_is_one_printable_line_and_the_worker_lives_on() -> None:
    single = WorkerPool(TASKS, workers=1)
    before = done(single.run("echo", {})).header["pid"]
    answer = failed(single.run("fail", {}))
    assert answer.reason is TaskFault.ERROR
    assert answer.detail.startswith("ValueError: first line second ?[31mline (isolation_tasks.py:")
    assert done(single.run("echo", {})).header["pid"] == before
    single.close()


def test_an_answer_that_is_not_json_is_an_error_and_a_lone_surrogate_is_not(pool: WorkerPool) -> None:
    assert failed(pool.run("not_json", {})).reason is TaskFault.ERROR
    assert done(pool.run("surrogate", {})).header["text"] == "a\ud800b"


def test_a_task_that_cannot_be_imported_is_an_error() -> None:
    broken = WorkerPool({"gone": "monitor.isolation.nowhere:nothing"}, workers=1)
    assert failed(broken.run("gone", {})).reason is TaskFault.ERROR
    broken.close()


def test_many_callers_share_two_workers_and_each_gets_its_own_answer(pool: WorkerPool) -> None:
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda n: done(pool.run("echo", {"n": n}, b"x" * n)).header, range(60)))
    assert [(answer["n"], answer["size"]) for answer in answers] == [(n, n) for n in range(60)]
    assert len({answer["pid"] for answer in answers}) <= 2


def test_neighbours_do_not_notice_a_task_that_dies(pool: WorkerPool) -> None:
    dying = threading.Thread(target=pool.run, args=("burn", {}))
    dying.start()
    answers = [pool.run("echo", {"n": n}) for n in range(20)]
    dying.join()
    assert all(isinstance(answer, TaskDone) for answer in answers)


def test_a_worker_sees_no_secret_of_the_environment_and_has_its_own_group(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MONITOR_SMTP_PASSWORD", "hunter2")
    fresh = WorkerPool(TASKS, workers=1)
    answer = done(fresh.run("environment", {})).header
    fresh.close()
    assert "MONITOR_SMTP_PASSWORD" not in answer["names"]
    assert answer["group"] == answer["pid"] != os.getpgid(0)


def test_workers_are_started_late_and_ended_when_idle() -> None:
    pool = WorkerPool(TASKS, workers=2, idle_seconds=0)
    assert not pool.pids
    pid = done(pool.run("echo", {})).header["pid"]
    assert list(pool.pids) == [pid]
    assert pool.trim() == 1
    assert not pool.pids
    pool.close()


def test_a_worn_worker_is_replaced() -> None:
    pool = WorkerPool(TASKS, workers=1, recycle_after=2)
    pids = [done(pool.run("echo", {})).header["pid"] for _ in range(3)]
    pool.close()
    assert pids[0] == pids[1] != pids[2]


def test_a_worker_that_was_killed_while_idle_is_replaced() -> None:
    pool = WorkerPool(TASKS, workers=1)
    pid = done(pool.run("echo", {})).header["pid"]
    watched = os.pidfd_open(pid)
    os.kill(pid, 9)
    assert select.select([watched], [], [], 200)[0]
    os.close(watched)
    assert done(pool.run("echo", {})).header["pid"] != pid
    pool.close()


def test_after_close_no_process_is_left_and_run_is_refused() -> None:
    pool = WorkerPool(TASKS, workers=1)
    pid = done(pool.run("echo", {})).header["pid"]
    pool.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    with pytest.raises(RuntimeError):
        pool.run("echo", {})


def test_a_worker_ends_in_the_middle_of_a_task_when_its_parent_dies() -> None:
    code = (
        "import os, sys, threading, time\n"
        "from monitor.isolation.pool import WorkerPool\n"
        "pool = WorkerPool({'doze': 'tests.isolation.isolation_tasks:doze',"
        " 'echo': 'tests.isolation.isolation_tasks:echo'}, workers=1)\n"
        "print(pool.run('echo', {}).header['pid'], flush=True)\n"
        "threading.Thread(target=pool.run, args=('doze', {'seconds': 400}), daemon=True).start()\n"
        "sys.stdin.read()\n"
        "os._exit(1)\n"
    )
    root = Path(__file__).resolve().parents[2]
    parent = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root)
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    watched = os.pidfd_open(pid)
    parent.communicate()
    assert select.select([watched], [], [], 200)[0], "the worker still runs"
    os.close(watched)


def test_giving_up_kills_what_is_busy_and_whoever_waits_for_a_worker_is_answered_too() -> None:
    pool = WorkerPool(TASKS, workers=1)
    assert isinstance(pool.run("echo", {}), TaskDone)
    with ThreadPoolExecutor(3) as threads:
        waiting = [threads.submit(pool.run, "doze", {"seconds": 400}) for _ in range(3)]
        pool.give_up()
        reasons = [failed(each.result(200)).reason for each in waiting]
    assert reasons == [TaskFault.STOPPED] * 3
    assert failed(pool.run("echo", {})).reason is TaskFault.STOPPED
    pool.close()


def parent_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def test_workers_have_one_template_which_ends_with_the_last_of_them(tmp_path: Path) -> None:
    pool = WorkerPool(TASKS, workers=2, idle_seconds=0, wall_seconds=200)
    with ThreadPoolExecutor(2) as threads:
        meet = {"folder": str(tmp_path), "count": 2}
        pids = {each.header["pid"] for each in map(done, threads.map(lambda _: pool.run("meet", meet), range(4)))}
    templates = {parent_of(pid) for pid in pids}
    assert len(pids) == 2
    assert len(templates) == 1
    pool.trim()
    assert not Path(f"/proc/{templates.pop()}").exists()
    pool.close()


def test_a_template_that_was_killed_is_replaced() -> None:
    pool = WorkerPool(TASKS, workers=1)
    pid = done(pool.run("echo", {})).header["pid"]
    watched = os.pidfd_open(pid)
    os.kill(parent_of(pid), 9)
    assert select.select([watched], [], [], 200)[0], "its workers do not outlive it"
    os.close(watched)
    assert done(pool.run("echo", {})).header["pid"] != pid
    pool.close()


def test_a_worker_is_known_to_share_only_what_was_loaded_before_it_was_forked() -> None:
    forks = Forks()
    early, late = forks.fork("tests.isolation.isolation_tasks"), forks.fork("tests.isolation.isolation_spin")
    assert early.prepared == {"tests.isolation.isolation_tasks"}
    assert late.prepared == {"tests.isolation.isolation_tasks", "tests.isolation.isolation_spin"}
    for fork in (early, late):
        fork.kill()
        fork.wait()
        fork.close()
    forks.close()


def test_a_worker_that_came_too_late_is_not_taken_for_the_next_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = tmp_path / "gate"
    os.mkfifo(gate)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    forks = Forks()
    with pytest.raises(OSError, match="too slow"):
        forks.fork("tests.isolation.isolation_gate", patience=0.1)
    with ThreadPoolExecutor(1) as threads:
        asked = threads.submit(forks.fork, "tests.isolation.isolation_tasks")
        gate.write_bytes(b"")
        worker = WorkerProcess(asked.result())
    request = {"target": TASKS["echo"], "cpu_seconds": 1, "memory_bytes": 64 * MIB, "header": {}}
    assert done(worker.run(request, b"", wall_seconds=200)).header["pid"] == worker.pid
    worker.stop()
    forks.close()
