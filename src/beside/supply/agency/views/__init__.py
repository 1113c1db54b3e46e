"""Pages of agencies: the public's, an agency's own by its link, and the staff's."""
