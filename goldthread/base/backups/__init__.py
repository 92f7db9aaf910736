"""Backing up while people work, and restoring: sealed with a key that is kept apart.

A backup is a folder: `database.sealed`, a dump of one moment, and `manifest.json`, which
says what it holds. It gets its name when it is whole. The master keys are never in it.
"""
