"""What the table sets in motion, made real: prompts, pages, the climb, standing down.

A handler reads the session again and does nothing if it has moved on. Handlers here only
write tries (`services/calling.py`); `reaching.py` makes those that are due side by side, so
that a number for which the carrier hangs holds up nothing but itself.
"""
