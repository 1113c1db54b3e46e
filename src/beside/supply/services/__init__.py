"""What can be done with stock. `posting.post` is the only writer of the ledger."""
