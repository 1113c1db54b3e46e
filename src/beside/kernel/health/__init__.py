"""How the house is: alive (/healthz), ready (/readyz), in numbers (/metrics)."""
