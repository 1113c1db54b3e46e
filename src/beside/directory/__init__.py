"""What help there is, where, when, and how sure we are of it."""
