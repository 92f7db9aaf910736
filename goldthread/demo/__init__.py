"""Fictional people on real boards, made by running the workflows."""
