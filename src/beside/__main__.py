"""`python -m beside`: the same command line as `beside`."""

from beside.web.cli import main

main()
