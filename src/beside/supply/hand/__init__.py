"""The hand cabinet: kits handed over, logged in seconds, offline, on paper or from a sheet."""
