"""Editions of the statutory framework: data files, and the rules that read them.

Each `.yaml` file here is one edition; `docs/editions.md` says how to change or add one.
"""
