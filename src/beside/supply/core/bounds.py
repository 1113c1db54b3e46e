"""How many kits were used, when only some of what happens is reported.

Shipped, given and used are three counts that thin out: not every kit handed over is
written down, and not every reversal is reported. See docs/methods/under-reporting.md.
"""

from dataclasses import dataclass


class NotAChain(ValueError):
    """More was reported further down than left the shelf, or a count is below nought."""


@dataclass(frozen=True)
class Bounds:
    """Kits used: at least, and at most under a stated assumption."""

    shipped: int
    given: int
    used: int
    at_least: int  # what was reported
    at_most: int  # had all that left been given, and used at the rate of what is known
    share_reported: float | None  # of what left, the part reported as given
    used_per_100_given: float | None


def bounds(*, shipped: int, given: int, used: int) -> Bounds:
    """Bounds from reported counts of one program and span, in kits. Raises NotAChain.

    Lower: every report is true and no other kit was used. Upper: every kit that left
    was given to somebody, and those nobody wrote down were used as often as the others.
    British Columbia, 2012-18: 398,167 shipped, 149,999 given, 40,903 used give 40,903 to 108,576.
    """
    if min(shipped, given, used) < 0 or used > given or given > shipped:
        raise NotAChain((shipped, given, used))
    at_most = round(shipped * used / given) if given else shipped
    return Bounds(
        shipped, given, used, used, at_most,
        given / shipped if shipped else None,
        100 * used / given if given else None,
    )  # fmt: skip
