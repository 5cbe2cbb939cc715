"""Runs one stage: one log line, one counter, and one of the two broad excepts of the house."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable

from monitor.core.errors import StorageError
from monitor.pipeline.outcome import Outcome, Result
from monitor.telemetry import Telemetry

# What a person sees without -v: of polls only the first failure and the recovery, of articles only what is alerted.
_TOLD = frozenset({Result.FAILED, Result.RETRY, Result.DEAD, Result.TOLD, Result.PRUNED})

TELL_AGAIN = 600.0  # seconds
STOP_PATIENCE = 0.7  # seconds that the reading of documents may take once the end was asked for
_MOST_REASONS = 50  # remembered as told: a server that goes down is met with several, by turns


class Runner:
    """Runs stages for any queue. ``crashes`` counts the bugs met: 0 in a good run.

    ``storage_fault`` says what the storage failed with, until work succeeds; ``faults`` counts how often it failed, and
    ``fault_reason`` says with what last.
    """

    def __init__(self, telemetry: Telemetry, *, verbosity: int = 0) -> None:
        self._telemetry = telemetry
        self._verbosity = verbosity
        self.crashes = 0
        self.storage_fault = ""
        self.faults = 0
        self.fault_reason = ""
        self._faults_told: dict[str, float] = {}  # reason -> when it was told

    def run(self, stage: str, subject: str, work: Callable[[], Outcome | None], *,
            storage: bool = True) -> Outcome | None:  # fmt: skip
        """Run ``work`` and log its outcome; a raised error becomes a FAILED outcome, never more.

        ``storage`` False: it does not use the storage, so that its success says nothing of it.
        """
        try:
            outcome = work()
            if storage:
                self.storage_fault = ""
        except StorageError as error:
            return self.fault(stage, subject, str(error))
        except Exception as error:  # noqa: BLE001 - a bug in one job must not end the others
            self.crashes += 1
            bug = f"{type(error).__name__}: {error}"
            reason = f"bug: {bug}"
            if self._verbosity:
                reason += "\n" + traceback.format_exc()
                traceback.print_exc()
            outcome = Outcome(stage=stage, subject=subject, result=Result.FAILED, reason=reason, bug=bug)
        if outcome is not None:
            self._log(outcome)
        return outcome

    def _log(self, outcome: Outcome) -> None:
        self._telemetry.event(outcome.stage, outcome.result.value, subject=outcome.subject, reason=outcome.reason,
                              facts=outcome.facts, level=0 if _is_told(outcome) else 1)  # fmt: skip
        if outcome.then is not None:
            self._log(outcome.then)

    def met(self, reason: str) -> None:
        """Count a storage fault that somebody else tells."""
        self.fault_reason = reason
        self.faults += 1

    def fault(self, stage: str, subject: str, reason: str) -> Outcome:
        """The storage failed: each reason is told when it is met and every ten minutes after, whatever meets it."""
        self.met(reason)
        now = time.monotonic()
        again = now - self._faults_told.get(reason, float("-inf")) >= TELL_AGAIN
        if again:
            if len(self._faults_told) >= _MOST_REASONS:
                self._faults_told.clear()
            self._faults_told[reason] = now
        self.storage_fault = reason
        self._telemetry.event(stage, Result.FAILED.value, subject=subject, reason=reason, level=0 if again else 2)
        return Outcome(stage=stage, subject=subject, result=Result.FAILED, reason=reason)


def _is_told(outcome: Outcome) -> bool:
    if outcome.bug:
        return True
    if outcome.stage in ("detect", "recheck"):
        return outcome.facts.get("alert") is True
    if outcome.stage == "poll":
        return outcome.facts.get("failures") == 1 or "recovered" in outcome.facts or "gap" in outcome.facts
    return outcome.result in _TOLD
