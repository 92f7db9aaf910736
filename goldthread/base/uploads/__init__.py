"""Files that people send: checked, scanned, sealed, and served only through the policy."""
