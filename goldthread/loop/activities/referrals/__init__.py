"""Cases that an agency refers to a board's Case Review Group, and what it decides."""
