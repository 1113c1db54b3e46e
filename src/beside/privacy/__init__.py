"""Vault, consent, retention, disclosure control."""
