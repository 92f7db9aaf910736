import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from goldthread.base.states import STEPS
from goldthread.loop.plan import rules, workflow
from goldthread.loop.plan.models import (
    Framework,
    Intention,
    Line,
    Meeting,
    Priority,
    Year,
)
from tests.conftest import BESIDE
from tests.factories import (
    FrameworkFactory,
    GroupFactory,
    IntentionFactory,
    LineFactory,
    MeetingFactory,
    OrganisationFactory,
    PriorityFactory,
    YearFactory,
    agency_lead,
    board_team,
    chair,
)

pytestmark = pytest.mark.django_db
MOST = 10  # SQL statements a page may take


@pytest.fixture
def browser(sign_in, ada):
    """Ada's browser; its first page, which begins the session, is behind it."""
    browser = sign_in(ada)
    browser.get("/frameworks/")
    return browser


@pytest.fixture
def this_year(kingston, ada):
    """The plan year that holds today, whenever the tests run."""
    starts_on, _ = rules.april_year(timezone.localdate())
    return workflow.open_year(kingston, by=ada, starts_on=starts_on)


def text(response):
    return " ".join(response.content.decode().split())


def statements(taken):
    """Those of the page itself: not the session's, and not the test's savepoints."""
    return sum(not any(words in each["sql"] for words in BESIDE) for each in taken)


def day(name, on):
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


# --- The year at a glance ----------------------------------------------------------------------


def test_the_plan_opens_on_her_board(browser, kingston):
    assert browser.get("/plan/").headers["Location"] == "/boards/kingston/plan/"


def test_the_plan_asks_which_board_if_there_are_several(
    sign_in, kingston, richmond, ada
):
    page = text(sign_in(board_team(richmond, ada)).get("/plan/"))

    assert "/boards/kingston/plan/" in page
    assert "/boards/richmond/plan/" in page


def test_an_empty_plan_says_what_to_do_first(browser, kingston):
    page = text(browser.get("/boards/kingston/plan/"))

    assert "Kingston works by no framework yet. Adopt one first" in page
    assert page.index("Adopt a framework") < page.index("Open a plan year")


def test_a_plan_without_a_year_says_what_to_do_next(browser, framework):
    page = text(browser.get("/boards/kingston/plan/"))

    assert "No plan year is open. Open one" in page
    assert page.index(">Open a plan year<") < page.index(">Adopt a framework<")


def test_a_year_without_a_calendar_says_what_to_do_next(browser, framework, this_year):
    page = text(browser.get("/boards/kingston/plan/"))

    assert f"Nothing is planned in {this_year.name} yet." in page
    assert "None yet. Add them from the business plan" in page


def test_the_plan_shows_what_is_late_what_is_next_and_what_is_missing(
    browser, framework, this_year
):
    late = IntentionFactory(year=this_year, due_on=this_year.starts_on - timedelta(1))
    IntentionFactory(year=this_year, due_on=None, title="Whenever")
    PriorityFactory(year=this_year, title="Neglect")

    page = text(browser.get("/boards/kingston/plan/"))

    assert "2 things planned, <strong>1 late</strong>" in page
    assert late.get_absolute_url() in page
    assert "Whenever" not in page
    assert "Neglect" in page
    assert "no line serves it" in page
    assert "This framework does not yet say who answers for:" in page
    assert "Nothing is planned from 11 of 11 lines." in page


def test_another_year_can_be_chosen(browser, kingston, ada, framework, year, this_year):
    page = text(browser.get(f"/boards/kingston/plan/?year={year.pk}"))

    assert "<strong>2016/17</strong>" in page
    assert f'href="?year={this_year.pk}"' in page


def test_the_last_year_stands_there_if_none_holds_today(browser, framework, year):
    assert "Plan 2016/17" in text(browser.get("/boards/kingston/plan/"))


# --- Each page, and who may see it ----------------------------------------------------------------


@pytest.fixture
def records(kingston, framework, this_year, ada, groups):
    workflow.add_meeting(kingston, by=ada, on=this_year.starts_on)
    workflow.make_calendar(this_year, by=ada)
    line = framework.lines.get(key="observation")
    workflow.change_line(line, by=ada, because="Agreed.", owner=groups["qasg"])
    workflow.change_line(line, by=ada, because="Read.", confirmed=True)
    return {
        "framework": framework,
        "line": line,
        "year": this_year,
        "priority": PriorityFactory(year=this_year, lines=[line]),
        "meeting": Meeting.objects.get(),
        "intention": Intention.objects.filter(line__key="child_deaths").get(),
    }


def addresses(records):
    year = records["year"].get_absolute_url()
    own = [record.get_absolute_url() for record in records.values()]
    lists = [
        "/boards/kingston/plan/",
        f"{year}coverage/",
        "/frameworks/",
        "/intentions/",
    ]
    return own + lists


def test_each_page_takes_ten_statements_at_most(browser, records):
    taken = {}
    for address in addresses(records):
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(address).status_code == 200
        taken[address] = statements(captured)

    assert {a: n for a, n in taken.items() if n > MOST} == {}


def test_each_page_opens_for_the_chair_who_only_assesses_the_help(
    sign_in, kingston, records
):
    browser = sign_in(chair(kingston))
    buttons = {
        button
        for address in addresses(records)
        for button in re.findall(
            'role="button"[^>]*>([^<]*)<', text(browser.get(address))
        )
    }

    assert buttons == {"Assess the help"}


def test_agencies_read_the_framework_and_nothing_else_of_the_plan(
    sign_in, kingston, records
):
    browser = sign_in(agency_lead(OrganisationFactory(boards=[kingston])))

    opened = {a for a in addresses(records) if browser.get(a).status_code == 200}

    assert opened == {
        records["framework"].get_absolute_url(),
        records["line"].get_absolute_url(),
        "/frameworks/",
    }


def test_what_is_planned_is_not_told_to_agencies_on_the_page_of_a_line(
    sign_in, kingston, records
):
    line = records["intention"].line
    browser = sign_in(agency_lead(OrganisationFactory(boards=[kingston])))

    page = text(browser.get(line.get_absolute_url()))

    assert records["intention"].title not in page
    assert "Planned from this line" not in page


def test_nothing_opens_for_another_board(sign_in, records):
    browser = sign_in(board_team(YearFactory().board))

    for record in records.values():
        assert browser.get(record.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("address", ["/intentions/", "/frameworks/"])
def test_lists_take_as_many_statements_for_three_as_for_thirty(
    browser, kingston, address
):
    def taken(number):
        first = date(2000 + number, 4, 1)
        year = YearFactory(
            board=kingston, starts_on=first, ends_on=rules.year_end(first)
        )
        for each in FrameworkFactory.create_batch(number, boards=[]):
            each.adoptions.all().update(board=kingston, until=each.adopted_on)
            IntentionFactory(year=year, line=LineFactory(framework=each))
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(address).status_code == 200
        return statements(captured)

    assert taken(3) == taken(30)


# --- What the pages say -----------------------------------------------------------------------------


def test_the_framework_shows_every_line_and_its_gaps(browser, framework):
    page = text(browser.get(framework.get_absolute_url()))

    assert page.count("No owner yet") == 3
    assert page.count("No frequency yet") == 3
    assert page.count("No outcome yet") == 3
    assert "Multi-agency Audit Group and Case Review Group" in page
    assert "3 of 11 lines do not yet say who answers" in page
    assert "uses research and the evidence of other reviews" in page
    assert "Best practice briefings, forums and networks" in page


def test_what_is_unconfirmed_says_so_on_the_page(browser, kingston, ada):
    framework = workflow.adopt_framework(
        kingston, by=ada, edition="wt2023", on=date(2024, 1, 1)
    )

    page = text(browser.get(framework.get_absolute_url()))

    assert "statements of this edition are not confirmed" in page
    assert page.count("To be confirmed") > 50


def test_an_edition_whose_file_has_gone_leaves_the_lines(browser, framework):
    Framework.objects.update(edition="wt1999")

    page = text(browser.get(framework.get_absolute_url()))
    assert "The file of the edition “wt1999” is not there any more" in page
    assert "wt1999" in text(browser.get("/frameworks/"))
    line = framework.lines.first()
    assert "wt1999" in text(browser.get(line.get_absolute_url()))
    form = text(browser.get(f"{line.get_absolute_url()}change_line/"))
    assert "Which principles does it serve?" in form


def test_a_line_shows_what_it_said_before(browser, records):
    page = text(browser.get(records["line"].get_absolute_url()))

    assert "What it said before" in page
    assert "Agreed." in page
    assert "Confirmed as it stands." in page


def test_the_year_is_a_picture_with_its_table(browser, records):
    page = text(browser.get(records["year"].get_absolute_url()))

    assert page.count('class="plan-picture__month') == 12
    assert 'role="group"' in page
    assert ">Today<" in page
    hole = "Good practice: nothing planned this year"
    assert f'aria-label="{hole}"' in page
    assert "The same as a table" in page
    assert "style=" not in page


def test_a_year_before_any_framework_says_what_to_do(browser, year):
    page = text(browser.get(year.get_absolute_url()))
    assert "Kingston worked by no framework in this year" in page

    page = text(browser.get(f"{year.get_absolute_url()}coverage/"))
    assert "Kingston worked by no framework in this year" in page


def test_coverage_shows_its_holes_in_words_and_in_the_table(browser, records):
    page = text(browser.get(f"{records['year'].get_absolute_url()}coverage/"))

    assert "No line serves “Promotes equality, diversity and inclusion”." in page
    assert "has no owner and no frequency and no expected outcome yet." in page
    assert "8 of 10 principles and priorities have a line" in page
    assert "For 8 of 11 lines, the principles are the edition’s own reading" in page


def test_coverage_without_holes_says_so(browser, kingston, this_year):
    framework = FrameworkFactory(edition="wt1999", boards=[kingston])
    Framework.objects.update(adopted_on=this_year.starts_on)
    framework.adoptions.update(since=this_year.starts_on)
    IntentionFactory(year=this_year, line=LineFactory(framework=framework))

    page = text(browser.get(f"{this_year.get_absolute_url()}coverage/"))

    assert "None: every principle and priority is served" in page


def test_the_list_of_what_is_planned_is_narrowed_and_exported(browser, kingston, year):
    kept = IntentionFactory(year=year, due_on=date(2016, 6, 30), title="Kept")
    IntentionFactory(year=year, due_on=date(2016, 7, 1), title="Later")
    IntentionFactory(year=year, due_on=date(2016, 6, 1), state="started", title="Begun")

    address = (
        f"/intentions/?year={year.pk}&state=planned&since=2016-06-01&until=2016-06-30"
    )
    page = text(browser.get(address))
    export = browser.get(f"{address}&format=csv").content.decode("utf-8-sig")

    assert ("Kept" in page, "Later" in page, "Begun" in page) == (True, False, False)
    assert export.splitlines()[1].startswith(f"{kept.title},,2016-06-30,Late,")


def test_a_meeting_shows_what_is_due_at_it(browser, kingston, records, groups):
    of_group = MeetingFactory(board=kingston, group=groups["qasg"])
    other = MeetingFactory(board=kingston, on=date(2030, 1, 1))

    assert "CDOP Chair" in text(browser.get(records["meeting"].get_absolute_url()))
    assert "so nothing is planned for a group’s meeting" in text(
        browser.get(of_group.get_absolute_url())
    )
    assert "Nothing yet. Make the calendar" in text(
        browser.get(other.get_absolute_url())
    )


def test_a_priority_without_a_line_says_what_to_do(browser, year):
    lonely = PriorityFactory(year=year)
    gone = PriorityFactory(year=year, state="removed", removed_because="Done early.")

    assert "Choose the lines first." in text(browser.get(lonely.get_absolute_url()))
    assert "Done early." in text(browser.get(gone.get_absolute_url()))


# --- The steps ---------------------------------------------------------------------------------------


def test_every_step_of_the_plan_has_a_page(browser, records):
    records = {f"plan.{name}": record for name, record in records.items()}
    missing = []
    for label, record in records.items():
        for name, step in STEPS[label].items():
            if step.run.__module__.startswith("goldthread.loop.plan"):
                address = f"{record.get_absolute_url()}{name}/"
                if browser.get(address).status_code not in {200, 409}:
                    missing.append(address)

    assert missing == []


def test_a_framework_is_adopted_from_the_page(browser, kingston, groups):
    asked = text(browser.get("/boards/kingston/adopt_framework/"))
    assert "Working Together 2023 (December 2023" in asked

    response = browser.post(
        "/boards/kingston/adopt_framework/",
        {"what": "wt2015"} | day("on", date(2016, 4, 1)),
    )

    framework = Framework.objects.get()
    assert response.headers["Location"] == framework.get_absolute_url()
    assert list(framework.boards.all()) == [kingston]


def test_a_framework_is_not_adopted_from_a_day_to_come(browser, kingston):
    tomorrow = timezone.localdate() + timedelta(1)

    response = browser.post(
        "/boards/kingston/adopt_framework/", {"what": "wt2015"} | day("on", tomorrow)
    )

    assert response.status_code == 422
    assert "A framework is adopted from a day that has come." in text(response)
    assert Framework.objects.count() == 0


def test_a_shared_framework_is_offered_and_joined_on_the_pages(
    browser, sign_in, kingston, richmond, framework
):
    asked = browser.get(f"{framework.get_absolute_url()}share_framework/")
    assert "Richmond" in text(asked)
    browser.post(
        f"{framework.get_absolute_url()}share_framework/", {"board": richmond.pk}
    )
    assert "Offered to Richmond" in text(browser.get(framework.get_absolute_url()))

    theirs = sign_in(board_team(richmond))
    asked = text(theirs.get("/boards/richmond/adopt_framework/"))
    assert "Shared by Kingston: Working Together 2013 and 2015" in asked
    response = theirs.post(
        "/boards/richmond/adopt_framework/",
        {"what": f"shared {framework.pk}"} | day("on", date(2016, 9, 1)),
    )

    assert response.headers["Location"] == framework.get_absolute_url()
    assert framework.boards.count() == 2


def test_a_shared_edition_whose_file_has_gone_is_named_by_its_key(
    browser, richmond, kingston
):
    lost = FrameworkFactory(edition="wt1999", boards=[richmond])
    lost.offered_to.add(kingston)

    assert "Shared by Richmond: wt1999" in text(
        browser.get("/boards/kingston/adopt_framework/")
    )


def test_a_line_is_changed_on_its_page_and_keeps_the_rest(browser, framework, groups):
    line = framework.lines.get(key="training")
    address = f"{line.get_absolute_url()}change_line/"
    form = browser.get(address).context["form"]
    assert "confirmed" in form.fields
    said = {name: form.initial[name] for name in form.fields if form.initial.get(name)}

    response = browser.post(
        address,
        said
        | {
            "frequency": "quarterly",
            "principles": ["training", "equality"],
            "confirmed": "on",
            "because": "More often.",
        },
    )

    assert response.status_code == 302, response.context["form"].errors
    assert response.headers["Location"] == line.get_absolute_url()
    line.refresh_from_db()
    assert (line.frequency, line.frequency_words) == ("quarterly", "")
    assert (line.principles, line.unconfirmed) == (["training", "equality"], [])
    assert line.owner == groups["learning"]


def test_a_line_that_is_all_confirmed_asks_nothing_of_that(browser, framework):
    line = framework.lines.get(key="observation")

    form = browser.get(f"{line.get_absolute_url()}change_line/").context["form"]

    assert "confirmed" not in form.fields


def test_a_change_without_a_reason_keeps_what_was_typed(browser, framework):
    line = framework.lines.get(key="training")

    response = browser.post(
        f"{line.get_absolute_url()}change_line/", {"title": "Another title"}
    )

    assert response.status_code == 422
    assert "Another title" in text(response)
    assert Line.objects.get(pk=line.pk).title == "Workforce Development and Training"


def test_a_line_is_added_on_the_page_of_the_framework(browser, framework):
    address = f"{framework.get_absolute_url()}add_line/"

    browser.post(address, {"title": "Peer review", "way": "other"})

    assert framework.lines.last().title == "Peer review"


def test_the_form_of_a_year_proposes_the_next_one(browser, year, richmond, sign_in):
    form = browser.get("/boards/kingston/open_year/").context["form"]
    assert form["starts_on"].value() == date(2017, 4, 1)

    theirs = sign_in(board_team(richmond)).get("/boards/richmond/open_year/")
    first, _ = rules.april_year(timezone.localdate())
    assert theirs.context["form"]["starts_on"].value() == first


def test_an_overlapping_year_is_refused_with_a_sentence(browser, year):
    response = browser.post(
        "/boards/kingston/open_year/", day("starts_on", date(2016, 9, 1))
    )

    assert response.status_code == 422
    assert "already covers 1 April 2016 to 31 March 2017" in text(response)
    assert Year.objects.count() == 1


def test_a_priority_is_added_changed_and_served_on_its_pages(browser, year, framework):
    lines = [framework.lines.get(key=key).pk for key in ("views", "dataset")]
    browser.post(
        f"{year.get_absolute_url()}add_priority/",
        {"title": "Neglect", "why": "The data", "lines": lines[:1]},
    )
    priority = Priority.objects.get()
    own = priority.get_absolute_url()

    edit = browser.get(f"{own}edit_priority/").context["form"]
    serve = browser.get(f"{own}serve/").context["form"]
    browser.post(f"{own}serve/", {"lines": lines})

    assert edit.initial == {"title": "Neglect", "why": "The data"}
    assert serve.initial["lines"] == lines[:1]
    assert priority.lines.count() == 2


def test_a_meeting_is_added_and_moved_on_its_pages(browser, kingston, groups):
    GroupFactory()
    asked = browser.get("/boards/kingston/add_meeting/").context["form"]
    assert asked.fields["group"].queryset.count() == len(groups)

    browser.post("/boards/kingston/add_meeting/", day("on", date(2016, 6, 9)))
    meeting = Meeting.objects.get()
    browser.post(
        f"{meeting.get_absolute_url()}move_meeting/", day("on", date(2016, 6, 23))
    )

    meeting.refresh_from_db()
    assert meeting.on == date(2016, 6, 23)


def test_something_is_planned_changed_and_dropped_on_its_pages(
    browser, year, framework
):
    line = framework.lines.get(key="views")
    browser.post(
        f"{year.get_absolute_url()}add_intention/",
        {"title": "Survey", "line": line.pk} | day("due_on", date(2016, 10, 1)),
    )
    survey = Intention.objects.get()
    own = survey.get_absolute_url()

    assert browser.get(f"{own}edit_intention/").context["form"].initial == {
        "title": "Survey",
        "why": "",
        "due_on": date(2016, 10, 1),
    }
    browser.post(f"{own}drop/", {"because": "No capacity."})
    assert "No capacity." in text(browser.get(own))
    assert browser.post(f"{own}start/").status_code == 409
    browser.post(f"{own}reinstate/")

    survey.refresh_from_db()
    assert (survey.line, survey.state) == (line, "planned")


def test_a_meeting_is_called_off_and_held_after_all_on_its_pages(browser, records):
    meeting = records["meeting"]
    at = meeting.get_absolute_url()

    assert browser.post(f"{at}call_off/", {"because": ""}).status_code == 422
    browser.post(f"{at}call_off/", {"because": "Not quorate."})
    assert "Not quorate." in text(browser.get(at))
    assert "Nothing: the meeting is called off." in text(browser.get(at))
    assert "called off: Not quorate." in text(
        browser.get(records["year"].get_absolute_url())
    )
    browser.post(f"{at}hold/")

    meeting.refresh_from_db()
    assert meeting.state == "set"


def test_a_line_is_retired_and_taken_up_again_on_its_pages(browser, records):
    line = records["line"]
    at = line.get_absolute_url()

    assert browser.post(f"{at}retire_line/", {"because": ""}).status_code == 422
    browser.post(f"{at}retire_line/", {"because": "It has ended."})
    assert "It has ended." in text(browser.get(at))
    framework = text(browser.get(line.framework.get_absolute_url()))
    assert "Retired lines" in framework
    browser.post(f"{at}restore_line/", {"because": "It goes on."})

    line.refresh_from_db()
    assert line.state == "kept"
    assert "Retired lines" not in text(browser.get(line.framework.get_absolute_url()))
