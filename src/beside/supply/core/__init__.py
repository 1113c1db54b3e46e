"""Pure decisions of supply. No Django, no clock, no I/O."""
