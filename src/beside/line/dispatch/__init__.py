"""Whom to call for a place, and the sheet that is read to them."""
