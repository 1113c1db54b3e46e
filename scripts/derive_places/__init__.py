"""Derives the tables of the places room from public-domain sources and GeoNames.

`python -m scripts.derive_places --shared FOLDER` writes them all, the same to
the byte each time. What each comes from stands in the tables' README.
"""
