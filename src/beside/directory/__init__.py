"""What help there is, where, when, and how sure we are of it.

The room keeps a directory of organizations, services and places in the words
of the Human Services Data Specification (HSDS) 3.0 with the 3.1 additions, and
promises that

- what came in goes out again: nothing an import brought is lost in an export;
- a confidential or unlisted place leaves by no page, API, search, sitemap or
  public export: every outward path reads through `access`;
- an import is all or nothing, names every fault, and can be undone;
- two listings are never merged by themselves.

It is a cabinet: `models` is shared, every other folder is one subject.

    core/      pure decisions: offers, dates and phones as people write them
    hsds/      the API at /hsds/, schemas, serialisation, the recovery profile
    imports/   readers, mappings, the judge, apply and undo, duplicates
    exports/   JSON, tabular package, CSV, XLSX, ndjson
    starting/  the region a new installation opens with
    access.py  the only rows that may leave
"""
