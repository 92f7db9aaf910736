"""Boards, the organisations that answer together, and the people who act for them."""
