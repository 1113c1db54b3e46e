"""Where kits should go."""
