"""A worker for house_7_outbox: the real one, with two handlers that leave traces.

`bench.world` is the outside: it appends the effect's key to a file. `bench.own`
writes a row to our own database in the receipt's transaction; nothing in that table
forbids a second row, so a second row would show.
"""

import os
import sys
import time
from datetime import timedelta

LEASE = timedelta(seconds=2)


def main() -> None:
    import django

    django.setup()
    from django.db import connection

    from beside.kernel import deadlines, outbox
    from beside.kernel.worker import Worker

    world = os.open(sys.argv[1], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    pause = float(sys.argv[2])
    for kind in deadlines.kinds():
        deadlines.forget(kind.name)

    @outbox.handles("bench.world", lease=LEASE, attempts=50, pause=timedelta(milliseconds=50))
    def tell_the_world(effect: outbox.Delivery) -> str:
        os.write(world, f"{effect.key}\n".encode())
        time.sleep(pause)
        return "told"

    @outbox.handles("bench.own", lease=LEASE, attempts=50, together=True)
    def write_our_own(effect: outbox.Delivery) -> None:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO bench_effective (key) VALUES (%s)", [effect.key])
        time.sleep(pause)

    print("up", flush=True)
    sys.exit(Worker(with_jobs=False).run())


if __name__ == "__main__":
    main()
