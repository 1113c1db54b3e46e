"""HSDS: what a table is, how a row is written, how rows become a document, and the API."""
