"""Programs that read for somebody: a token for each, and what a read API asks of it.

A token reads what its holder may see at one board, by the same table as her pages, as far
as its scopes go, and nothing that is restricted (ADR 22).
"""
