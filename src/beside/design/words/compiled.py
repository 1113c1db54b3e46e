"""What Django reads: catalogues compiled beside their sources, never committed."""

import logging
import os
import tempfile
from pathlib import Path

from beside import env

SOURCE = env.CHECKOUT / "src" / "beside"
log = logging.getLogger(__name__)

log = logging.getLogger(__name__)


def ensure_compiled(source: Path = SOURCE) -> int:
    """Compile every catalogue newer than its compiled twin; how many. Milliseconds when none is.

    Where the program's own folder cannot be written (an installed package),
    what was compiled at installation stands, and the log says so.
    """
    stale = [path for path in source.glob("*/locale/*/LC_MESSAGES/django.po") if _is_stale(path)]
    for path in stale:
        try:
            compile_one(path, path.with_suffix(".mo"))
        except PermissionError:
            log.warning("words: cannot write beside %s", path)
    return len(stale)


def _is_stale(path: Path) -> bool:
    compiled = path.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime_ns <= path.stat().st_mtime_ns


def compile_one(path: Path, target: Path) -> None:
    """Write one compiled catalogue whole, so that a reader never sees half of it."""
    import polib  # only when there is something to compile

    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".words-")
    with os.fdopen(handle, "wb") as unfinished:
        unfinished.write(polib.pofile(str(path)).to_binary())
    os.chmod(name, 0o644)
    os.replace(name, target)
