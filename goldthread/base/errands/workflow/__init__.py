"""Asking for long work, and carrying it out."""

from goldthread.base.errands.workflow.asking import errand, later
from goldthread.base.errands.workflow.carrying import (
    carry_out,
    look_after,
    sweep,
    work,
)

__all__ = ["carry_out", "errand", "later", "look_after", "sweep", "work"]
