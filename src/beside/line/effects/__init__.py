"""What the table sets in motion, made real: one module for each effect."""
