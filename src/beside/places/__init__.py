"""ZIP, county, state, distance, population, shapes."""
