"""Overdose now: what to do, in order, on one page that works offline.

Wording follows public guidance: SAMHSA, Overdose Prevention and Response
Toolkit (2025), and CDC, Lifesaving Naloxone. See docs/rooms/directory-finder.md.
"""
