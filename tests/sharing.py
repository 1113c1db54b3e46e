"""Which worker runs what: files whole, and all that needs a browser on one, from the start.

A file's tests share what is dear to make; a browser is opened once; and what takes longest
begins first, so that no worker is alone at the end.
"""

from functools import cache
from pathlib import Path

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
