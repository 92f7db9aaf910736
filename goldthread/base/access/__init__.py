"""The one table of who may do what; everything that admits anyone reads it.

An app writes rows in its `policy.py`:

    policy(
        "findings.finding",
        Rule("view", TEAM, at_board("board")),
        Rule("release", TEAM, at_board("board") & ~named("drafted_by")),
    )

`visible_to`, `can` and the guards of the routes all ask the same rows, in SQL.
No row, no access. A forbidden record and a missing one answer alike.
"""
