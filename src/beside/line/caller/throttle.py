"""A wave of machines is held off; taps of somebody who is watched never pass here."""

from beside.kernel.buckets import Bucket

OPENING = Bucket(most=60, seconds=1)
WORDS = Bucket(
    most=20, seconds=3
)  # tries at the words of a plan: each costs us a tenth of a second
