"""What came of a try to reach somebody (`Attempt.result`), and what follows from it.

A result that stands in none of these says that somebody may have heard us.
"""

FAULTS = frozenset({"opted_out", "no_number", "bad_number", "forbidden", "refused"})
"""Theirs: nothing was sent, and nothing will be before the number is put right."""

NO_WAY_OUT = frozenset({"not_configured", "unavailable"})
"""Ours, not theirs; they cannot be reached all the same."""

UNHEARD = frozenset({"busy", "no_answer", "failed"})
"""It went out, and nobody took it."""

CAME_TO_NOTHING = FAULTS | NO_WAY_OUT | UNHEARD

DID_NOT_RING = CAME_TO_NOTHING - {"no_answer"}
"""Calls after which no phone shows that we called."""

NEVER_REACHED = FAULTS | {"not_configured", "practice"}
"""Nobody can have heard of it: there is nobody to stand down."""
