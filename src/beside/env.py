"""Typed readers for the environment. A wrong value stops the start and says how to mend it."""

import hashlib
import os
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

CHECKOUT = Path(__file__).resolve().parents[2]


class BadSetting(SystemExit):
    """An environment variable cannot be read as what it must be."""


def text(name: str, default: str = "") -> str:
    """The variable, or the contents of the file that NAME_FILE points to, or the default."""
    if path := os.environ.get(f"{name}_FILE"):
        try:
            return Path(path).read_text().strip()
        except OSError as error:
            raise BadSetting(
                f"{name}_FILE is set to {path}, which cannot be read ({error.strerror}). "
                f"Make the file readable, or unset {name}_FILE."
            ) from error
    return os.environ.get(name, default)


def flag(name: str, default: bool = False) -> bool:
    """A yes or no. Anything but yes/no/true/false/1/0/on/off stops the start."""
    raw = text(name).lower()
    if not raw:
        return default
    if raw in {"1", "true", "yes", "on"}:
        return True
    if raw in {"0", "false", "no", "off"}:
        return False
    raise BadSetting(f"{name} is {raw!r}. Write yes or no.")


def whole(name: str, default: int) -> int:
    """A whole number."""
    raw = text(name)
    if not raw:
        return default
    try:
        return int(raw)
    except ValueError as error:
        raise BadSetting(f"{name} is {raw!r}. Write a whole number.") from error


def zone(name: str, default: str) -> ZoneInfo:
    """A time zone by its name, such as America/New_York."""
    raw = text(name) or default
    try:
        return ZoneInfo(raw)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadSetting(f"{name} is {raw!r}. Write a zone such as America/New_York.") from None


def listed(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """Words separated by commas."""
    raw = text(name)
    return [part.strip() for part in raw.split(",") if part.strip()] if raw else list(default)


def home() -> Path:
    """Where everything that must survive is kept: database, keys, logs.

    BESIDE_HOME if set. Otherwise `var` in the checkout; as root a folder of
    /var/lib, because the database gives up root's rights and could not reach
    a checkout below root's own home.
    """
    if chosen := text("BESIDE_HOME"):
        return Path(chosen).expanduser().absolute()
    if os.geteuid() == 0:
        mark = hashlib.sha256(str(CHECKOUT).encode()).hexdigest()[:8]
        return Path("/var/lib/beside") / f"{CHECKOUT.name}-{mark}"
    return CHECKOUT / "var"


def make_home(folder: Path) -> Path:
    """`folder`, made if need be so that no other account can look into it."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
