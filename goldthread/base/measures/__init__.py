"""Figures over time and what may be said of them: pure engines, usable without a board."""
