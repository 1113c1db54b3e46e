"""A wave of machines is held off, and nobody's address is looked at to do it."""

from beside import env
from beside.kernel.buckets import Bucket

_A_MINUTE = env.whole("BESIDE_REPORTS_PER_MINUTE", 60)

REPORTING = Bucket(most=_A_MINUTE, seconds=60 / _A_MINUTE)
