"""Who signs in, and what their roles let them do."""
