"""Chapter 2: one framework for both boards, its gaps filled, and the years' plans."""

from datetime import date

from goldthread.base.people.models import Board, User
from goldthread.demo.calendar import happening
from goldthread.demo.story import Story
from goldthread.loop.plan import workflow
from goldthread.loop.plan.models import Year
from goldthread.loop.plan.rules import Frequency, add_months, april_year

ADOPTED = -740
MEETINGS = {"last": -40, "next": 21, "after": 112}  # days from today


def plan(story: Story) -> None:
    """Adopt and share the framework; open last year, this one and the next."""
    with happening(story.day(ADOPTED)):
        _adopt(story)
    with happening(story.day(-700)):
        _fill_gaps(story)
    _open_years(story)
    with happening(story.day(-180)):
        _meetings(story)
        _priorities(story)
        for year in (story.years["kingston"], story.years["richmond"]):
            workflow.make_calendar(year, by=_manager_of(story, year.board))
    _something_more(story)


def _manager_of(story: Story, board: Board) -> User:
    """Each board has its own, and nobody does another's work."""
    here = board == story.kingston
    return story.manager if here else story.people["richmond.manager"]


def _adopt(story: Story) -> None:
    framework = workflow.adopt_framework(
        story.kingston, by=story.manager, on=story.day(ADOPTED), edition="wt2015"
    )
    workflow.share_framework(framework, by=story.manager, board=story.richmond)
    workflow.adopt_framework(
        story.richmond,
        by=story.people["richmond.manager"],
        on=story.day(ADOPTED),
        framework=framework,
    )
    story.framework = framework


def _fill_gaps(story: Story) -> None:
    """Observation gets its row. Good practice and single-agency audit stay holes."""
    workflow.change_line(
        story.line("observation"),
        by=story.manager,
        because="The board agreed to observe practice twice a year.",
        method="Two observers sit in on meetings, with everybody’s agreement",
        frequency=Frequency.ANNUAL,
        owner=story.groups["learning"],
        owner_words="Learning and Development Subgroup",
        expected_outcome="The board sees practice as children and families meet it.",
    )


def _open_years(story: Story) -> None:
    this_year, _ = april_year(story.today)
    for slug, board in story.boards.items():
        by = _manager_of(story, board)
        for name, starts_on in (
            (f"{slug} before", add_months(this_year, -12)),
            (slug, this_year),
            (f"{slug} next", add_months(this_year, 12)),
        ):
            story.years[name] = _open_year(board, by, starts_on, story)


def _open_year(board: Board, by: User, starts_on: date, story: Story) -> Year:
    with happening(min(add_months(starts_on, -1), story.day(-60))):
        year: Year = workflow.open_year(board, by=by, starts_on=starts_on)
    return year


def _meetings(story: Story) -> None:
    for name, number in MEETINGS.items():
        for slug, board in story.boards.items():
            story.meetings[f"{slug} {name}"] = workflow.add_meeting(
                board,
                by=_manager_of(story, board),
                on=story.day(number + 7 * (board == story.richmond)),
            )
    for number, group in ((9, "qasg"), (16, "case review"), (33, "audit")):
        workflow.add_meeting(
            story.kingston,
            by=story.manager,
            on=story.day(number),
            group=story.groups[group],
        )


PRIORITIES = (
    (
        "Children who live with neglect are helped earlier",
        "Three years of reviews and audits have named it.",
        ("case_reviews", "section_11_and_multi_agency_audit", "supporting_data"),
    ),
    (
        "Children and young people are heard, and told what changed",
        "Surveys are answered, but few children hear what became of their answers.",
        ("views", "observation"),
    ),
    (
        "Every organisation follows its actions through",
        "Actions were reported complete without anybody seeing a difference.",
        (),
    ),
)


def _priorities(story: Story) -> None:
    for title, why, lines in PRIORITIES:
        workflow.add_priority(
            story.years["kingston"],
            by=story.manager,
            title=title,
            why=why,
            lines=[story.line(key) for key in lines],
        )
    workflow.add_priority(
        story.years["richmond"],
        by=story.people["richmond.manager"],
        title="Information reaches the right person on the same day",
        why="Child death reviews and the section 11 audit both say so.",
        lines=[story.line("child_deaths"), story.line("dataset")],
    )


def _something_more(story: Story) -> None:
    """One thing planned by hand, and one dropped with its reason."""
    year = story.years["kingston"]
    with happening(story.day(-120)):
        workflow.add_intention(
            year,
            by=story.manager,
            title="Hear from young carers",
            why="They were not among those who answered the last survey.",
            due_on=min(story.day(40), year.ends_on),
            line=story.line("views"),
        )
    needs = year.intentions.get(line__key="needs_analysis")
    with happening(story.day(-90)):
        workflow.drop(
            needs,
            by=story.manager,
            because="The council’s own needs analysis is due in the same month; "
            "the group will read that one.",
        )
