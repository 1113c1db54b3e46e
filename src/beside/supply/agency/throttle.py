"""A brake for each public form of this cabinet: too much at once is slowed, nobody looked at."""

from beside.kernel.buckets import Bucket

ASKING = Bucket(most=20, seconds=30)  # organizations that ask to be let in
EMPTY = Bucket(most=30, seconds=10)  # boxes reported empty
LINKS = Bucket(most=60, seconds=1)  # guesses at the link of an agency
