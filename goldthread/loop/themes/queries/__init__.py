"""What the themes of a board hold, counted over the findings somebody may see."""

from goldthread.loop.themes.queries.lists import evidence, with_evidence
from goldthread.loop.themes.queries.matrix import (
    Matrix,
    Narrowing,
    Row,
    Spot,
    counted,
    link_to_matrix,
    matrix,
    row,
    rows,
    spot,
)
from goldthread.loop.themes.queries.suggestions import (
    inside_and_suggested,
    suggested,
    suggestions,
    without_theme,
)

__all__ = [
    "Matrix",
    "Narrowing",
    "Row",
    "Spot",
    "counted",
    "evidence",
    "inside_and_suggested",
    "link_to_matrix",
    "matrix",
    "row",
    "rows",
    "spot",
    "suggested",
    "suggestions",
    "with_evidence",
    "without_theme",
]
