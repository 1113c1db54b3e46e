"""Verbs of peers, one transaction each. None of them records a card."""
