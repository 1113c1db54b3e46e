"""Which worker runs what: files whole, and all that needs a browser on one, from the start.

A file's tests share what is dear to make; a browser is opened once; and what takes longest
begins first, so that no worker is alone at the end.

Each worker reads all tests, and a test that was never read takes four times as long: its
assertions are written anew. So each begins with another share, and finds the rest written.
"""

import os
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from xdist.scheduler import LoadScopeScheduling

CHECKOUT = Path(__file__).resolve().parents[1]
BROWSER = "browser"


class ByFile(LoadScopeScheduling):
    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::", 1)[0]
        return BROWSER if _needs_a_browser(file) else file

    def _assign_work_unit(self, node) -> None:  # type: ignore[no-untyped-def]
        if BROWSER in self.workqueue:
            self.workqueue.move_to_end(BROWSER, last=False)
        super()._assign_work_unit(node)


@cache
def _needs_a_browser(file: str) -> bool:
    return "mark.browser" in (CHECKOUT / file).read_text()


def pytest_xdist_make_scheduler(config, log):  # type: ignore[no-untyped-def]
    return ByFile(config, log)


def pytest_collection(session: pytest.Session) -> None:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "").removeprefix("gw")
    if worker:
        files = sorted(file for name in session.config.args for file in _tests_of(name))
        mine = len(files) * int(worker) // int(os.environ["PYTEST_XDIST_WORKER_COUNT"])
        for file in [*files[mine:], *files[:mine]]:
            with suppress(Exception, pytest.skip.Exception):  # what fails is told when collected
                import_module(".".join(file.relative_to(CHECKOUT).with_suffix("").parts))


def _tests_of(name: str) -> list[Path]:
    """The files of a folder of tests; of a single file that is asked for, none but itself."""
    path = Path(name.split("::", 1)[0]).absolute()
    return [*path.rglob("test_*.py")] if path.is_dir() else [path]
