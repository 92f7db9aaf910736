"""Engines without Django: charts, figure checks, suppression, agreement."""


class BadFigures(ValueError):
    """Why nothing can be said of these figures, in a sentence."""
