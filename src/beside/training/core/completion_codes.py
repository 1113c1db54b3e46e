"""Completion codes: eight characters, "K7MX-39RC", made from the seed of a quiz."""

from hashlib import sha256
from hmac import digest

from beside.kernel import codes

LENGTH = 8


def from_seed(seed: str, key: bytes, attempt: int = 0) -> str:
    """The code of a seed: the same seed gives the same code, and nobody can go back.

    `attempt` gives another one, should two seeds ever meet in one code.
    """
    number = int.from_bytes(digest(key, f"{seed}:{attempt}".encode(), sha256))
    letters = []
    for _place in range(LENGTH - 1):
        number, rest = divmod(number, codes.PRIME)
        letters.append(codes.ALPHABET[rest])
    body = "".join(letters)
    return codes.grouped(body + codes.check(body))
