"""Every writing in which a text could lie in a file, and a search of folders for it."""

import base64
from collections.abc import Iterable, Iterator
from pathlib import Path


def writings(text: bytes) -> set[bytes]:
    """The text as itself, in UTF-16, hexadecimal, base64 at each of its three shifts, backwards."""
    words = text.decode()
    wide = {text, words.encode("utf-16-le"), words.encode("utf-16-be"), text[::-1]}
    wide |= {words.upper().encode(), words.lower().encode()}
    return wide | as_text(text)


def as_text(content: bytes) -> set[bytes]:
    """Bytes written in letters: hexadecimal, and base64 at each shift (its unsure ends cut off)."""
    shifted = {base64.b64encode(bytes(shift) + content)[4:-4] for shift in range(3)}
    web = {letters.translate(bytes.maketrans(b"+/", b"-_")) for letters in shifted}
    return {content.hex().encode(), content.hex().upper().encode()} | shifted | web


def files(*folders: Path) -> Iterator[Path]:
    for folder in folders:
        for path in sorted(folder.rglob("*")) if folder.is_dir() else [folder]:
            if path.is_file() and not path.is_symlink():
                yield path


def size(*folders: Path) -> int:
    return sum(path.stat().st_size for path in files(*folders))


def found(needles: Iterable[bytes], *folders: Path) -> int:
    """How many of the needles lie in any file of the folders."""
    left = set(needles)
    there = 0
    for path in files(*folders):
        content = path.read_bytes()
        seen = {needle for needle in left if needle in content}
        there, left = there + len(seen), left - seen
    return there
