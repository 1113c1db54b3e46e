"""Bringing a list in: read, map, judge, preview, apply, undo; and suggesting duplicates.

A file goes through `readers` into a `package.Package` (rows by HSDS table,
each with the place it came from), through `judge` (every fault at once),
through `plan` (new, changed, unchanged, gone) and, when a person says so,
through `apply` in one transaction. `batches` ties these together.
"""
