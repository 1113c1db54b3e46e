"""The shell: front page, navigation, the API root, the command line."""
