"""How many kits a place needs, what they can avert, and where the next ones should go.

Pure decisions over published science; docs/methods names every formula. Read in this order:

`evidence`    Source and Parameter: no figure without where it is from and what years it is of
`channels`    what a kit is worth by the way it was given; three sources that disagree
`irvine`      saturation: the chance that a witnessed overdose meets a kit; kits for a target
`profound`    kits in circulation; the tree from an overdose to an outcome; the ceiling
`forecast`    deaths with and without kits; AboveCeiling when anybody promises more
`bird`        9 and 20 kits for each death
`at_risk`     people at risk, from surveys
`shrink`      deaths of counties whose counts are hidden
`allocation`  given so many kits, which places: exact, whole kits, floors, capacities, groups
`ranges`      how far a place's kits may move before it matters
`whatif`      the same under draws from published ranges, seeded
`gaps`        who is far from naloxone and from each medication
`placement`   where the next sites cover most (SciPy and HiGHS: in a worker only)

Everything but `placement` is plain Python and may run while somebody waits for a page.
"""
