"""What the chapters of the demo hand on to one another."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from goldthread.base.people.models import Board, Group, Organisation, User
from goldthread.loop.actions.models import Action
from goldthread.loop.findings.models import Finding
from goldthread.loop.plan.models import Framework, Line, Meeting, Year
from goldthread.loop.themes.models import Theme


@dataclass
class Story:
    """Everybody and everything so far, by the names that `cast` and the chapters use."""

    today: date
    people: dict[str, User] = field(default_factory=dict)
    boards: dict[str, Board] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    bodies: dict[str, Organisation] = field(default_factory=dict)
    years: dict[str, Year] = field(default_factory=dict)
    meetings: dict[str, Meeting] = field(default_factory=dict)
    findings: dict[str, Finding] = field(default_factory=dict)
    themes: dict[str, Theme] = field(default_factory=dict)
    actions: dict[str, Action] = field(default_factory=dict)
    framework: Framework | None = None

    def day(self, number: int) -> date:
        """So many days from today; what has happened has a minus."""
        return self.today + timedelta(days=number)

    def line(self, key: str) -> Line:
        """A line of the framework that both boards work by."""
        return Line.objects.get(framework=self.framework, key=key)

    def asked(self, *names: str) -> list[Organisation]:
        return [self.bodies[name] for name in names]

    @property
    def manager(self) -> User:
        """Who runs the loop in Kingston."""
        return self.people["board.manager"]

    @property
    def kingston(self) -> Board:
        return self.boards["kingston"]

    @property
    def richmond(self) -> Board:
        return self.boards["richmond"]
