"""Pure decisions of peers. No Django, no clock, no I/O."""
