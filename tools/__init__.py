"""What the make targets run: `python -m tools.<command>`."""
