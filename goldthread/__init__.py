"""Goldthread: the learning loop of a local safeguarding children board."""
