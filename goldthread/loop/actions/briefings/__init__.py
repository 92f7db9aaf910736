"""Briefings: what was learned, told to practitioners, and whether it reached them."""
