"""A chart as a picture that stands alone."""

from datetime import date

from defusedxml.ElementTree import fromstring

from goldthread.base.measures.drawing import xmr
from goldthread.base.measures.rules.series import HIGH, Series, chart_all

SVG = "{http://www.w3.org/2000/svg}"


def drawn(name="Visits on time"):
    dates = [date(2016 + at // 4, at % 4 * 3 + 1, 1) for at in range(9)]
    values = [10, 12, 10, 12, 10, 12, 10, 12, 30]
    (chart,) = chart_all([Series(name, dates, values, HIGH, fix_after=8)])
    return xmr(chart)


def test_it_has_a_title_and_says_in_a_sentence_what_it_shows():
    picture = fromstring(drawn())

    assert picture.find(f"{SVG}title").text == "Visits on time"
    assert picture.find(f"{SVG}desc").text == (
        "The latest figure is higher than usual variation explains. That is better. Of 9 "
        "figures the limits may still move."
    )
    assert picture.get("role") == "img"


def test_nothing_in_it_is_run_or_loaded_or_styled_from_elsewhere():
    picture = fromstring(drawn())

    names = {element.tag.removeprefix(SVG) for element in picture.iter()}
    assert names == {
        *("svg", "title", "desc", "line", "text", "polyline", "g", "circle", "path"),
    }
    attributes = {name for element in picture.iter() for name in element.attrib}
    assert {"style", "class", "href", "onload"} & attributes == set()


def test_a_name_is_shown_as_it_is_written():
    picture = fromstring(drawn('<script>"Visits" & more</script>'))

    assert picture.find(f"{SVG}title").text == '<script>"Visits" & more</script>'
