"""The agency cabinet: cases to organizations of every kind; boxes, machines and events."""
