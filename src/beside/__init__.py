"""Beside: what a community coalition runs to prevent overdose deaths."""

__version__ = "0.1.0"
