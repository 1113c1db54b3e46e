"""The pages of who holds a card: more, what waits, what became of it, what they noticed, the end.

They need no script and set no cookie. A card goes from page to page inside the form, signed,
for half an hour; it stands in no address but that of the QR code.
"""
