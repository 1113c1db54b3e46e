"""Pages of requests by mail: the public ones, and those of packers."""
