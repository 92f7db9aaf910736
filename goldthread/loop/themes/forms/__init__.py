"""What is asked about themes, and about which findings belong in them."""

from goldthread.loop.themes.forms.filters import (
    CellFilters,
    MatrixFilters,
    ThemeFilters,
)
from goldthread.loop.themes.forms.joining import (
    JoinFindingsForm,
    JoinForm,
    LeaveForm,
)
from goldthread.loop.themes.forms.themes import DecideForm, MergeForm, ThemeForm

__all__ = [
    "CellFilters",
    "DecideForm",
    "JoinFindingsForm",
    "JoinForm",
    "LeaveForm",
    "MatrixFilters",
    "MergeForm",
    "ThemeFilters",
    "ThemeForm",
]
