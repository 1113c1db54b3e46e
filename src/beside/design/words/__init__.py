"""The house's words: gathered from code and templates, translated by hand, checked, compiled.

`gather` finds what is said, `book` keeps each room's catalogue, `faults` judges it,
`compiled` makes what Django reads. `stigma` and `reading` judge the words themselves.
Everything here is Python: no gettext programs are needed anywhere.
"""
