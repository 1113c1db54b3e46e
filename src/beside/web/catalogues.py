"""Compile the rooms' catalogues. Compiled files are never committed."""

from pathlib import Path

from beside import env


def compile_all(root: Path = env.CHECKOUT / "src" / "beside") -> int:
    """Write a .mo beside every .po that is newer; the number written."""
    written = 0
    for source in sorted(root.glob("*/locale/*/LC_MESSAGES/django.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            _compile(source, target)
            written += 1
    return written


def _compile(source: Path, target: Path) -> None:
    import polib

    unfinished = target.with_suffix(".part")
    polib.pofile(str(source)).save_as_mofile(str(unfinished))
    unfinished.replace(target)
