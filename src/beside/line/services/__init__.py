"""What can be done with a session. `moving.move` is the only way it changes its state."""
