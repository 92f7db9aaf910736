"""How people join, take up roles and leave, and how boards and bodies change."""

from goldthread.base.joining.workflow import bodies, leaving, people

__all__ = ["bodies", "leaving", "people"]
