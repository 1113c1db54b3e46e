"""Pure decisions about places: no Django, no files, no clock."""
