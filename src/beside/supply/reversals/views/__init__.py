"""Pages of reports of use."""
