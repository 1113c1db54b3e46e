"""How long a name must wait after wrong passwords or codes.

Four slips cost nothing: people mistype. From the fifth on the wait doubles, up to a
quarter of an hour; longer would let a stranger keep an operator from the line at
night by typing nonsense. Passkeys are not counted here: they cannot be guessed.
"""

from datetime import timedelta

FREE_SLIPS = 4
FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(minutes=15)
_ENOUGH_DOUBLINGS = 16


def wait_after(failures: int) -> timedelta:
    """How long to refuse, after so many failures in a row.

    The fifth costs 15 seconds, the sixth 30, the eleventh and all after it 15 minutes.
    """
    beyond = failures - FREE_SLIPS
    if beyond <= 0:
        return timedelta(0)
    doublings: int = min(beyond - 1, _ENOUGH_DOUBLINGS)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)
