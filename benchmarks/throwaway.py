"""A house of its own for one benchmark: a home, a durable database, the tables; gone afterwards."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]


@contextmanager
def house(*, durable: bool = True, rooms: tuple[str, ...] = ()) -> Iterator[Path]:
    """Start one and set Django up in this process; yields its home. Once in a process.

    `rooms`: make the tables of these alone, and of those they need.
    """
    sys.path.insert(0, str(CHECKOUT / "src"))
    home = Path(tempfile.mkdtemp(prefix="beside-bench-"))
    home.chmod(0o711)
    os.environ |= {"BESIDE_HOME": str(home), "DJANGO_SETTINGS_MODULE": "beside.settings"}
    os.environ.pop("DATABASE_URL", None)
    from beside.kernel import postgres

    cluster = postgres.Cluster.at(home, durable=durable)
    try:
        postgres.start(cluster, home)
        import django
        from django.core.management import call_command

        django.setup()
        for room in rooms:
            call_command("migrate", room, verbosity=0)
        if not rooms:
            from beside.kernel import birth

            birth.bring_up_to_date()
        yield home
    finally:
        postgres.stop(cluster, home)
        shutil.rmtree(home, ignore_errors=True)


def child(module: str, *words: str, **environment: str) -> subprocess.Popen[str]:
    """Another process of the same house, running `python -m module`; it prints when it is up."""
    path = os.pathsep.join([str(CHECKOUT / "src"), str(CHECKOUT)])
    return subprocess.Popen(
        [sys.executable, "-m", module, *words],
        env=os.environ | environment | {"PYTHONPATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=CHECKOUT,
    )
