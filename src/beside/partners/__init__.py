"""Organizations that work with the coalition, their members and agreements."""
