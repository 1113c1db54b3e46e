"""Pages of the law: for everybody, and for those who keep the table."""
