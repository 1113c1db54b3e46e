"""The newest copy of the key store and of the house's secret, apart from the data."""

import os
import shutil
from pathlib import Path

NAMES = ("keys", "secret-key")


class NoKeys(FileNotFoundError):
    """This home holds no keys: there is nothing to copy."""


def back_up(home: Path, folder: Path) -> Path:
    """Copy the keys to `folder`, in place of the copy there. Returns the folder.

    Only the newest copy is kept, on purpose: what was destroyed stays destroyed.
    """
    if not any((home / name).exists() for name in NAMES):
        raise NoKeys(home)
    fresh, old = folder.with_name(folder.name + ".part"), folder.with_name(folder.name + ".old")
    for leftover in (fresh, old):
        shutil.rmtree(leftover, ignore_errors=True)
    fresh.mkdir(mode=0o700, parents=True)
    _copy(home, fresh)
    if folder.exists():
        folder.rename(old)
    fresh.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
    return folder


def restore(folder: Path, home: Path) -> None:
    """Put the copied keys into `home`. Refuses to overwrite keys that are there."""
    present = [name for name in NAMES if (home / name).exists()]
    if present:
        raise FileExistsError(
            f"{home} already holds {' and '.join(present)}; move them away first."
        )
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    _copy(folder, home)


def _copy(source: Path, target: Path) -> None:
    for name in NAMES:
        if (source / name).is_dir():
            shutil.copytree(source / name, target / name)
        elif (source / name).exists():
            shutil.copy2(source / name, target / name)
    for name in NAMES:
        for path in (target / name, *(target / name).rglob("*")):
            if path.exists():
                os.chmod(path, 0o700 if path.is_dir() else 0o600)
