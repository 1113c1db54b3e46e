"""Stories that cross rooms, one file each: what happens in one room leads to something in another.

A journey receives a fact and calls a service, or hangs a link from one room into a slot of
another. It decides nothing and keeps nothing: no tables, no pages. Read the files to know every
story of the house; each is short enough to be read aloud.

    restock_a_peer   a peer got more: whoever orders sees it; a peer found none: the box is empty
    kit_was_used     a kit that was passed on was used: peers' reach counts it
    after_a_call     who said yes after a call is led on to kits by mail
"""
