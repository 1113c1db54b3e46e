"""The desk: staff edit, mark, save filters, take away, and see who changed what."""
