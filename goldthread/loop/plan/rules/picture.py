"""The year as one picture: twelve columns, a row for each line, where a hole shows.

Numbers are the units of an SVG as wide as the page's frame, so that it is drawn there
one to one; on a phone it scrolls sideways.
"""

from dataclasses import dataclass
from datetime import date
from textwrap import wrap

from goldthread.loop.plan.rules import Month

WIDTH = 960
NAMES = 252  # the column of the lines' names
HEAD = 64
LETTERS = 34  # of a name, on one line of it
LINE = 17  # from one line of words to the next
MARK = 26  # a mark and the space around it; WCAG asks for 24
MOST = 4  # marks in a cell; what is beyond is counted in the last


@dataclass(frozen=True)
class Due:
    """One thing the year plans."""

    title: str
    url: str
    on: date | None
    look: str  # planned, late, started or dropped


@dataclass(frozen=True)
class CalendarRow:
    """What is due from one line, and from whom; without an address, from no line."""

    title: str
    url: str
    who: str
    when: str
    due: tuple[Due, ...]

    def within(self, month: Month) -> tuple[Due, ...]:
        return tuple(due for due in self.due if month.holds(due.on))

    @property
    def undated(self) -> tuple[Due, ...]:
        return tuple(due for due in self.due if due.on is None)


@dataclass(frozen=True)
class Calendar:
    """Twelve months by the lines of the framework; `on` is today."""

    months: tuple[Month, ...]
    rows: tuple[CalendarRow, ...]
    on: date

    @property
    def due(self) -> tuple[Due, ...]:
        """All that is planned, in the order of its days; what has none comes last."""
        every = [due for row in self.rows for due in row.due]
        return tuple(sorted(every, key=lambda due: (due.on or date.max, due.title)))

    def due_in(self, month: Month) -> int:
        return sum(month.holds(due.on) for due in self.due)

    @property
    def late(self) -> int:
        return sum(due.look == "late" for due in self.due)

    @property
    def lines(self) -> tuple[CalendarRow, ...]:
        return tuple(row for row in self.rows if row.url)

    @property
    def holes(self) -> tuple[CalendarRow, ...]:
        """Lines from which nothing is planned all year."""
        return tuple(row for row in self.lines if not row.due)


@dataclass(frozen=True)
class Column:
    x: int
    width: int
    month: Month
    due: int
    now: bool

    @property
    def middle(self) -> int:
        return self.x + self.width // 2


@dataclass(frozen=True)
class Words:
    """One line of words, and where its foot stands."""

    y: int
    text: str


@dataclass(frozen=True)
class Mark:
    """A thing that is due, by its day in the column of its month."""

    x: int
    y: int
    day: str
    look: str
    url: str
    label: str


@dataclass(frozen=True)
class Strip:
    """One row: whose it is, its marks, or the hole where nothing is planned."""

    y: int
    height: int
    title: str
    url: str
    name: tuple[Words, ...]
    who: tuple[Words, ...]
    marks: tuple[Mark, ...]
    band: str  # what is said of it without a day
    band_url: str

    @property
    def hole(self) -> bool:
        return not self.marks and not self.band

    @property
    def foot(self) -> int:
        return self.y + self.height


@dataclass(frozen=True)
class Picture:
    height: int
    columns: tuple[Column, ...]
    strips: tuple[Strip, ...]
    today: int | None
    width: int = WIDTH
    names: int = NAMES
    head: int = HEAD

    @property
    def right(self) -> int:
        """How wide the months are together."""
        return self.width - self.names


def draw(calendar: Calendar) -> Picture:
    """Lay the year out."""
    columns = _columns(calendar)
    strips: list[Strip] = []
    y = HEAD
    for row in calendar.rows:
        strips.append(_strip(row, columns, y))
        y = strips[-1].foot
    return Picture(
        height=y + 1,
        columns=tuple(columns),
        strips=tuple(strips),
        today=_today(columns, calendar.on),
    )


def _columns(calendar: Calendar) -> list[Column]:
    width = (WIDTH - NAMES) // 12
    return [
        Column(
            x=NAMES + number * width,
            width=width,
            month=month,
            due=calendar.due_in(month),
            now=month.holds(calendar.on),
        )
        for number, month in enumerate(calendar.months)
    ]


def _today(columns: list[Column], on: date) -> int | None:
    """Where the line of today stands, if the year has today in it."""
    for column in columns:
        if column.now:
            month = column.month
            days = (month.ends_on - month.starts_on).days + 1
            return column.x + column.width * (on - month.starts_on).days // days
    return None


def _strip(row: CalendarRow, columns: list[Column], y: int) -> Strip:
    named = wrap(row.title, LETTERS, max_lines=3, placeholder=" …")
    who = wrap(row.who or "Nobody named yet", LETTERS, max_lines=2, placeholder=" …")
    band = _without_day(row)
    below = LINE + 6 if band else 0
    deep = max((_deep(row.within(column.month)) for column in columns), default=0)
    height = max(LINE * (len(named) + len(who)) + 14, deep * MARK + below + 10, 44)
    feet = [y + 20 + LINE * number for number in range(len(named) + len(who))]
    return Strip(
        y=y,
        height=height,
        title=row.title,
        url=row.url,
        name=tuple(Words(*pair) for pair in zip(feet, named, strict=False)),
        who=tuple(Words(*pair) for pair in zip(feet[len(named) :], who, strict=True)),
        marks=tuple(
            mark for column in columns for mark in _marks(row, column, y + below + 5)
        ),
        band=band,
        band_url=_leads_to(row),
    )


def _without_day(row: CalendarRow) -> str:
    if not row.undated:
        return ""
    return f"{row.when}: no day set" if row.when else "No day set"


def _leads_to(row: CalendarRow) -> str:
    """The one thing without a day, or the line that has several."""
    several = row.url if len(row.undated) > 1 else ""
    return several or next((due.url for due in row.undated), "")


def _deep(due: tuple[Due, ...]) -> int:
    """How many marks stand above each other: two fit beside each other."""
    return (min(len(due), MOST) + 1) // 2


def _marks(row: CalendarRow, column: Column, y: int) -> list[Mark]:
    due = row.within(column.month)
    shown = due if len(due) <= MOST else due[: MOST - 1]
    marks = [
        Mark(
            x=column.x + 2 + MARK * (number % 2),
            y=y + MARK * (number // 2),
            day=str(each.on.day) if each.on else "",
            look=each.look,
            url=each.url,
            label=f"{each.title}, {each.look}, due {each.on:%-d %B %Y}",
        )
        for number, each in enumerate(shown)
    ]
    if more := len(due) - len(shown):
        last = f"{more} more in {column.month.starts_on:%B}: {row.title}"
        x, foot = column.x + 2 + MARK, y + MARK
        marks.append(Mark(x, foot, f"+{more}", "more", row.url or due[-1].url, last))
    return marks
