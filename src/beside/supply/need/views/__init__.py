"""Views of the planners' pages."""
