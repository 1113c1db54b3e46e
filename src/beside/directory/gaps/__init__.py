"""Who lives far from help: people by distance to each kind of it, by county and ZIP area."""
