"""What can be done with requests and parcels. A request moves only by `mail/moving.py`."""
