"""`python -m search.cli`, for where the command is not installed."""

from search.cli import main

main()
