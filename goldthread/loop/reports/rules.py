"""Numbers and periods of a meeting's paper."""
