"""The tables of django-tasks-db, made by migrations of our own (ADR 10)."""
