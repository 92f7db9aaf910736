"""Source template: say what it is, what it stands on, and its states.

Open → returned (→ open).
"""
