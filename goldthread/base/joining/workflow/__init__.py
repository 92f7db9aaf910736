"""How people join, take up roles and leave, and how boards and bodies change."""

from goldthread.base.joining.workflow import bodies, people

__all__ = ["bodies", "people"]
