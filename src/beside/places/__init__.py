"""ZIP, county, state, distance, population, shapes.

Turns what a person types (a ZIP, a town, a county) into a point, a county, a
state and a time zone; says how far two points are apart, which county holds a
point, and how many people live how near to a site; draws borders as SVG.

Its tables are files in the package, derived from public-domain sources by
`scripts/derive_places` and described in `tables/README.md`. It has no models:
nothing here is written at run time, and no question is logged or kept.

Words: a *ZIP area* is the Census Bureau's tabulation area; a *town* is every
ZIP whose post office has that name; a *precision* says what a point is the
middle of. Enter by `queries`.
"""
