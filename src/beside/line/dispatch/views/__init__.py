"""What staff see of whom to call."""
