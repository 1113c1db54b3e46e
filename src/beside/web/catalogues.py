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
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with source.open("rb") as words:
        catalogue = read_po(words)
    unfinished = target.with_suffix(".part")
    with unfinished.open("wb") as compiled:
        write_mo(compiled, catalogue)
    unfinished.replace(target)
