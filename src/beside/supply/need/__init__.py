"""Where the kits should go: need now, allocation, placement, gaps, what-if. For planners.

The arithmetic is in `supply/core/need`; what a program gave out is read from its ledger
(`given.py`); people and deaths come from published tables or from what planners say
(`numbers.py`). Nothing here is about a person, and every number shows its source and year.
"""
