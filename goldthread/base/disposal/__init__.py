"""Destroying a case's key, by two people, with a certificate; and holding it back.

A case file is proposed for disposal and somebody else approves it: its key is then
destroyed, and what it sealed cannot be read again, here or in any backup. A legal hold
forbids it, and the database enforces that. States: proposed → destroyed, or declined.
"""
