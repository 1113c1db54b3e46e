"""Reads the room's tables from the package; see `tables/README.md`."""
