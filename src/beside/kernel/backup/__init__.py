"""Back up and restore. The data and the keys that open it never lie in one archive.

`beside backup data FILE` writes the database; `beside backup keys FOLDER` keeps
the newest copy of the key store and of the house's secret, and only the newest:
an old copy of a key would bring back to life what was destroyed. See docs/backup.md.
"""
