"""Supply: nobody leaves without naloxone. Kits by mail, by the case and by hand, on a right ledger.

A *program* (a partner with its own standing order) holds stock at *places*. Every kit
that moves is a *movement* of balanced *entries* in units (a dose of naloxone, a strip, a
syringe): stock on hand is a sum, no place goes below nought, and only usable lots are
allocated, first expiring first. A *request* by mail carries an address sealed to the
program's packing key, which this server cannot open. An *agency* orders by the case. An
*encounter* is a kit handed over; a *reversal* is a kit that was used.

Start with `core/fefo.py` (which lots are taken) and `services/ledger.py` (the only writer
of stock). Cabinets: `stock` (shelves, lots, counts, recalls, reorder points), `mail`
(requests, sealing, packing, posting), `agency` (orders by the case, boxes and machines),
`hand` (encounters), `reversals` (reports and what funders ask for), `law` (what each
state allows, with its source).
"""
