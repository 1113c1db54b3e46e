"""Template tags of the line."""
