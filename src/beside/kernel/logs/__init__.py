"""What the house writes about itself: one JSON object a line, ids only.

`settings()` is Django's LOGGING. A formatter masks whatever looks like a
person (mask), leaves local values out of tracebacks (lines), and a supervisor
keeps the one file below HOME/logs (rotation).
"""

from beside.kernel.logs.settings import settings

__all__ = ["settings"]
