"""The scores, one a file."""
