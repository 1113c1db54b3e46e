"""A worker for kernel_deadlines: the real one, with one kind of deadline whose act is a room's.

The act moves its row from the state it read, records it and puts an effect, as a missed
check-in does. The effect is delivered by the same worker, so that what follows a deadline
competes with the next deadline as it will in the house.
"""

import sys
from datetime import datetime


def main() -> None:
    import django

    django.setup()
    from benchmarks.deadline_rows import Promise
    from beside.kernel import deadlines, outbox, record
    from beside.kernel.worker import Worker

    for kind in deadlines.kinds():
        deadlines.forget(kind.name)

    @outbox.handles("bench.told")
    def tell(effect: outbox.Delivery) -> None:
        """The carrier answers at once."""

    def keep(promise_id: int, missed: datetime, at: datetime) -> None:
        unmoved = Promise.objects.filter(pk=promise_id, state="armed", deadline_at=missed)
        if not unmoved.update(state="kept"):
            raise deadlines.Overtaken(promise_id)
        about = ("bench.promise", promise_id)
        record.act("check_in_missed", on=about, at=at)
        outbox.put("bench.told", {}, about=about, due_at=at, key=str(promise_id))

    armed = Promise.objects.filter(state="armed")
    deadlines.register(name="bench.promises", rows=deadlines.rows(armed, "deadline_at"), act=keep)
    print("up", flush=True)
    sys.exit(Worker(with_jobs=False).run())


if __name__ == "__main__":
    main()
