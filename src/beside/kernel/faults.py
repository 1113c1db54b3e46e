"""Points at which a test may kill, hang or fail us: between any two writes. Nothing otherwise."""

from collections.abc import Callable

_strike: Callable[[str], None] | None = None


def point(name: str) -> None:
    """A place where the world may end. Does nothing unless a test has asked."""
    if _strike is not None:
        _strike(name)


def inject(strike: Callable[[str], None] | None) -> None:
    """Let `strike` decide at every point; None takes it away again. For tests alone."""
    global _strike
    _strike = strike
