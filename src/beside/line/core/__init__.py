"""What the line decides: the state table, its rhythm, the ladder. No Django, no clock, no I/O."""
