"""A worker for kernel_deadlines: the real one, with one kind of deadline whose act is a room's.

The act moves its row from the state it read, records it, and puts a prompt and a ring, as a
missed check-in does. The effects are delivered by the same workers, so that what follows a
deadline competes with the next deadline as it will in the house.
"""

import sys
import time
from datetime import datetime

CARRIER_ANSWERS_AFTER = 0.03  # seconds


def main() -> None:
    import django

    django.setup()
    from beside.kernel import deadlines
    from beside.kernel.worker import Worker

    for kind in deadlines.kinds():
        deadlines.forget(kind.name)
    _handle_effects()
    _keep_promises()
    print("up", flush=True)
    sys.exit(Worker(with_jobs=False).run())


def _handle_effects() -> None:
    from beside.kernel import live, outbox

    @outbox.handles("bench.prompt", together=True)
    def prompt(effect: outbox.Delivery) -> None:
        live.publish(f"bench:{effect.key}", {"prompt": True}, effect.at)

    @outbox.handles("bench.ring")
    def ring(effect: outbox.Delivery) -> str:
        time.sleep(CARRIER_ANSWERS_AFTER)
        return "carrier-7"


def _keep_promises() -> None:
    from django.db import transaction

    from benchmarks.deadline_rows import Promise
    from beside.kernel import deadlines, outbox, record

    @transaction.atomic
    def keep(promise_id: int, missed: datetime, at: datetime) -> None:
        unmoved = Promise.objects.filter(pk=promise_id, state="armed", deadline_at=missed)
        if not unmoved.update(state="kept"):
            raise deadlines.Overtaken(promise_id)
        about = ("bench.promise", promise_id)
        record.act("check_in_missed", on=about, at=at)
        for kind in ("bench.prompt", "bench.ring"):
            key = f"{promise_id}:{at.timestamp()}"
            outbox.put(kind, {}, about=about, due_at=at, key=key, urgent=True)

    armed = Promise.objects.filter(state="armed")
    deadlines.register(name="bench.promises", rows=deadlines.rows(armed, "deadline_at"), act=keep)


if __name__ == "__main__":
    main()
