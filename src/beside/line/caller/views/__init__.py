"""Pages of the caller: coming in, staying, keeping a plan; and the link of whoever is rung."""
