"""How people join, take up roles and leave, and how boards and bodies change."""

from goldthread.base.joining.workflow import (
    bodies,
    leaving,
    partnerships,
    people,
    roles,
)

__all__ = ["bodies", "leaving", "partnerships", "people", "roles"]
