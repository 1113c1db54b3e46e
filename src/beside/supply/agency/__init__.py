"""By the case, to an agency: asked for and followed by a link, without an account.

An *agency* asks to be let in; a program lets it in and sends its *link*, by which it orders,
sees its *orders* and keeps its facts. Core: `core/order.py` (states), `core/supplying.py`
(what may be ordered, what is asked). Services: `letting_in`, `ordering`, `deciding`,
`filling`, `recurring`; outside the shelves `tending` (boxes and machines), `leaving_behind`
(kits a crew leaves) and `outings` (kits for events).
"""
