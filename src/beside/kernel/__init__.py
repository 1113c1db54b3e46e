"""How the world works: clock, ids, deadlines, outbox, record, transports."""
