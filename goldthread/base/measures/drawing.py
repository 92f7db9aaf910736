"""Charts as SVG that stands alone, on a page, in print and in a downloaded file."""

from django.template.loader import render_to_string

from goldthread.base.measures.rules.geometry import picture
from goldthread.base.measures.rules.saying import sentence
from goldthread.base.measures.rules.series import Chart


def xmr(chart: Chart, *, title: str = "") -> str:
    """The chart with its title and its one sentence; shapes say what colours say."""
    context = {
        "picture": picture(chart),
        "title": title or chart.series or "Figures over time",
        "sentence": sentence(chart),
    }
    return render_to_string("measures/xmr.svg", context)
