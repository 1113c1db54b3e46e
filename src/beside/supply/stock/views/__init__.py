"""Pages of the stock cabinet."""
