"""Packs columns into one file, the same to the byte each time."""

import io
import zipfile
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

LONG_AGO = (1980, 1, 1, 0, 0, 0)


def text(lines: Iterable[str]) -> NDArray[np.uint8]:
    """Strings as one array of UTF-8, a newline between them."""
    return np.frombuffer("\n".join(lines).encode(), dtype=np.uint8)


def write_checksums(folder: Path) -> None:
    """SHA256SUMS of every table in the folder."""
    lines = (
        f"{sha256(path.read_bytes()).hexdigest()}  {path.name}"
        for path in sorted(folder.glob("*.npz"))
    )
    (folder / "SHA256SUMS").write_text("".join(f"{line}\n" for line in lines))


def write(path: Path, columns: Mapping[str, NDArray[np.generic]]) -> None:
    """An npz file without clock times, so that its checksum means something."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, column in columns.items():
            buffer = io.BytesIO()
            np.lib.format.write_array(buffer, np.ascontiguousarray(column), allow_pickle=False)
            archive.writestr(
                zipfile.ZipInfo(f"{name}.npy", LONG_AGO), buffer.getvalue(), zipfile.ZIP_DEFLATED, 9
            )
