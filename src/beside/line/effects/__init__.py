"""What the table sets in motion, made real: prompts, pages, the climb, standing down.

A handler reads the session again and does nothing if it has moved on. Handlers here only
write tries (`services/calling.py`); `reaching.py` makes each try by itself, in a lane of its
own, so that a channel that hangs holds up nothing but itself.
"""
