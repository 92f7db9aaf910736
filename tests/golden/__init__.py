"""The world of docs/permissions.md, its people, and the reading of its tables."""
