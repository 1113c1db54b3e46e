"""Peers: people who are trusted and reach those whom no program reaches. A card, never a name.

The room promises that

- a peer is three words on a card and a row that says nothing of when, where or by whom it was
  given, what was done with it, or that two cards have to do with each other;
- more kits take under a minute: on the page, by text, at any site, at a meeting place, from a
  locker or by mail; nobody is offered fewer than they ask for while stock lasts;
- what a peer tells is added up and thrown away; figures are shown for groups of at least five;
- whoever says the words can end the card at once, and nothing of it is left.

Words: *card* (three words and a QR code, kept only as a keyed hash), *restock*, *point* (a site,
a meeting place or a locker where a bag waits), *bag* (what waits there, with words of its own),
*tally* (sums of a month, a quarter, a year), *notice* (what a peer noticed), *fund*, *stipend*.

Begin with `docs/decisions/0140` and `core/cards.py`, then `services/cards.py` (give, replace,
end), `services/restocking.py` (more kits), `services/bags.py` (what waits), `tallies.py`.
"""
