"""Sealing and destroying, killed (-9) before each of their writes to disk or database.

Nothing is asked of the code under test: in a child process the system calls that write
and the database's statements and commits are counted, and the child kills itself before
the n-th, for n = 1, 2, ... until it lives to the end.
"""

import os
import signal
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

WRITING_CALLS = ("open", "write", "fsync", "link", "unlink", "replace", "mkdir")
WRITING_WORDS = ("INSERT", "UPDATE", "DELETE")
SAID = b"Hepzibah Halfsealed"


class Fate:
    """Lets a number of writes happen, and ends the world before the next one."""

    def __init__(self, writes: int) -> None:
        self.left = writes

    def strike(self) -> None:
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        self.left -= 1

    def rule(self) -> None:
        """Stand before every system call that writes, every writing statement, every commit."""
        from django.db import connection

        for name in WRITING_CALLS:
            setattr(os, name, self._before(getattr(os, name)))
        connection.ensure_connection()
        connection.commit = self._before(connection.commit)  # type: ignore[method-assign]
        connection.execute_wrappers.append(self._statement)

    def _before(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def struck(*words: Any, **more: Any) -> Any:
            self.strike()
            return call(*words, **more)

        return struck

    def _statement(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(WRITING_WORDS):
            self.strike()
        return execute(sql, params, many, context)


def survives(work: Callable[[], object], writes: int) -> bool:
    """Whether a child does `work` to its end when killed before write number `writes` + 1."""
    from django.db import connections

    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            Fate(writes).rule()
            work()
        except BaseException:
            os._exit(2)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise RuntimeError("the child failed by itself")
    return os.WIFEXITED(status)


def kill_between(home: Path) -> dict[str, float]:
    """Every operation, killed before each of its writes; then what a sweep leaves behind."""
    counted = {"kills": 0, "half_sealed": 0, "lingering": 0}
    for prepare in (_seal_in_new_span, _seal_in_old_span, _destroy_record, _destroy_span, _move):
        for writes in range(200):
            lived = survives(prepare(writes), writes)
            counted["half_sealed"] += _half_sealed()
            counted["lingering"] += _lingering_after_sweep(home)
            counted["half_sealed"] += _half_sealed()
            if lived:
                break
            counted["kills"] += 1
        else:
            raise RuntimeError("an operation never came to its end")
    return {name: float(number) for name, number in counted.items()}


_days = iter(range(100, 100_000))


def _fresh() -> dict[str, Any]:
    """A span that nobody used before: far away, and a kind that may be kept so long."""
    from beside.kernel import clock
    from beside.privacy import vault

    vault.register_kind("far", what="", why="", longest=timedelta(days=400_000))
    at = clock.now()
    return {"kind": "far", "retain_until": at + timedelta(days=next(_days)), "at": at}


def _sealed(where: dict[str, Any]) -> UUID:
    from beside.privacy import vault

    return vault.seal(SAID, findable_by=["Hepzibah"], **where)


def _seal_in_new_span(writes: int) -> Callable[[], object]:
    where = _fresh()
    return lambda: _sealed(where)


def _seal_in_old_span(writes: int) -> Callable[[], object]:
    where = _fresh()
    _sealed(where)
    return lambda: _sealed(where)


def _destroy_record(writes: int) -> Callable[[], object]:
    from beside.privacy import vault

    where = _fresh()
    sealed = _sealed(where)
    return lambda: vault.destroy(sealed, at=where["at"])


def _destroy_span(writes: int) -> Callable[[], object]:
    from beside.privacy.models import Sealed
    from beside.privacy.services.spans import destroy_span

    where = _fresh()
    span = Sealed.objects.get(id=_sealed(where)).span_id
    return lambda: destroy_span(name=span, at=where["at"])


def _move(writes: int) -> Callable[[], object]:
    from beside.accounts.models import User
    from beside.privacy import vault

    where, later = _fresh(), _fresh()
    sealed, by = _sealed(where), User.objects.get()
    return lambda: vault.keep_longer(
        sealed, retain_until=later["retain_until"], reason=vault.Reason.LEGAL_HOLD, by=by,
        at=where["at"],
    )  # fmt: skip


def _half_sealed() -> int:
    """Rows of open spans that do not open, or have lost or gained a search mark."""
    from beside.privacy.envelopes import unlocked
    from beside.privacy.models import Sealed, Span

    wrong = 0
    for row in Sealed.objects.filter(kind="far", span__state=Span.State.OPEN):
        try:
            whole = unlocked(row).plaintext == SAID and row.searchmark_set.count() == 1
        except Exception:
            whole = False
        wrong += not whole
    return wrong


def _lingering_after_sweep(home: Path) -> int:
    """After the sweep: keys without an open span, spans without their key, unfinished files."""
    from beside.kernel import clock
    from beside.privacy import keys
    from beside.privacy.models import Span
    from beside.privacy.queries import due_spans
    from beside.privacy.services.spans import destroy_orphan_keys, destroy_span

    at = clock.now()
    for name in due_spans(at):
        destroy_span(name=name, at=at)
    destroy_orphan_keys(at=at + timedelta(hours=2))
    open_spans = set(Span.objects.exclude(state=Span.State.GONE).values_list("name", flat=True))
    unfinished = list((home / "keys").glob(".*"))
    return len(open_spans ^ set(keys.store().spans())) + len(unfinished)
