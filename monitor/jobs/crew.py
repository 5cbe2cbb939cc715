"""The crew: who lives on this database beside this program, and which of them speaks to the operator.

Schedulers queue and workers send. What only one of them can tell, nobody tells once the last of them is gone: so the
first of those that are left does, past the outbox. Who that is each works out from the same rows.
"""

from __future__ import annotations

from monitor.core.model.process import Process, Role
from monitor.pipeline.context import Context

_ORDER = (Role.SCHEDULER, Role.ALL, Role.WORKER, Role.WEB)  # who speaks, if there are several
_SENDS = frozenset({Role.ALL, Role.WORKER})
NO_WORKER = "no worker is left"


class Crew:
    """What one program knows of the others since its last ``look``; ``token`` names it among them."""

    def __init__(self, ctx: Context, token: str, role: Role) -> None:
        self._ctx, self._token, self._role = ctx, token, role
        self._leads = False
        self.lack = ""  # what keeps messages from being sent, if this program is the one to say so

    @property
    def tells_storage(self) -> bool:
        """Whether this program tells that the storage fails: a scheduler does, others where none lived."""
        return self._role is Role.SCHEDULER or self._leads

    def look(self) -> None:
        """See who lives. Raises StorageError."""
        with self._ctx.store.read() as tx:
            now = tx.processes.now(self._ctx.clock.now())
            living = [each for each in tx.processes.all() if each.is_alive(now)]
        first = min(living, key=_place, default=None)
        self._leads = first is not None and first.token == self._token
        self.lack = NO_WORKER if self._leads and not any(each.role in _SENDS for each in living) else ""


def _place(process: Process) -> tuple[int, str]:
    return _ORDER.index(process.role), process.token
