"""goldthread spc FILE [--json]"""

from typing import Any

from goldthread.base.measures.command import Answers
from goldthread.base.measures.rules.reading import read_series
from goldthread.base.measures.rules.saying import sentence
from goldthread.base.measures.rules.series import Chart, chart_all


class Command(Answers):
    help = "Draw limits for series of figures, and say which rule fired at each point."

    def answer(self, text: str, **options: Any) -> Any:
        return [each.told() for each in chart_all(read_series(text))]

    def in_lines(self, text: str, **options: Any) -> list[str]:
        return [_line(each) for each in chart_all(read_series(text))]


def _line(chart: Chart) -> str:
    name = f"{chart.series}: " if chart.series else ""
    return f"{name}{sentence(chart)}"
