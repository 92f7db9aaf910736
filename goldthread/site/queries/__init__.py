"""Reads that span the whole loop: the picture of it, and a person's own home page."""
