"""`beside serve`: one process that keeps the database, the web processes and the workers alive.

The supervisor opens the port and hands it to the web processes, restarts what
dies, kills what hangs, and stops everything in order. It never imports Django,
so a fault in the house cannot stop the one who restarts it.
"""
