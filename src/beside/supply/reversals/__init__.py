"""The reversals cabinet: "we used it", a new kit in the same step, and what funders ask for."""
