"""Mail, SMS and voice: the ways the house speaks to people outside it.

Rooms call `sending.mail`, `sending.sms` and `sending.voice` from an outbox
handler, never inside a transaction. Each way has two carriers behind one port;
when one fails the other is tried. With nothing configured nothing is sent, and
`beside doctor` says so. Numbers and addresses pass through and are never kept:
of a message only its key, carrier and fate are a row; of an opt-out only a
keyed digest.
"""
