"""Opens a packed table: columns by name, read once per process."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

TABLES = Path(__file__).resolve().parents[1] / "tables"
Column = NDArray[Any]


def read(name: str) -> Mapping[str, Column]:
    """The columns of `tables/<name>.npz`; no pickles are opened."""
    with np.load(TABLES / f"{name}.npz", allow_pickle=False) as archive:
        return {column: archive[column] for column in archive.files}


def lines(column: Column) -> list[str]:
    """The strings of a text column, in row order."""
    return column.tobytes().decode().split("\n")
