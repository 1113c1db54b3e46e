"""A wave of machines is held off, and nobody's address is looked at to do it."""

from beside import env
from beside.kernel.buckets import Bucket

_A_MINUTE = env.whole("BESIDE_KITS_PER_MINUTE", 60)

ASKING = Bucket(most=_A_MINUTE, seconds=60 / _A_MINUTE)  # orders
HELPING = Bucket(most=60, seconds=1)  # answers to texts that nobody understands
WORDS = Bucket(most=20, seconds=3)  # tries at somebody's three words
