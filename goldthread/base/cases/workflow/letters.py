"""Letters about grants that end soon, and about cases opened in an emergency.

They name a case by its reference alone, and go to nobody whom the case excludes.
"""

from datetime import date

from django.utils import timezone

from goldthread.base.cases import queries
from goldthread.base.cases.models import CaseFile, Grant, Opening
from goldthread.base.govuk.rules import day
from goldthread.base.people.models import User
from goldthread.base.people.rules import Role
from goldthread.base.post import workflow as post
from goldthread.base.post.models import Letter


def named(grant: Grant) -> None:
    """At once, to whoever was named: for what, and until when."""
    file = grant.case_file
    post.write_to(
        grant.person,
        subject=f"You are named on {file.reference}",
        body=f"You can open {file.reference}, a restricted case, until "
        f"{day(grant.until)}. First we ask you whether you have a conflict of interest:",
        link=file.get_absolute_url(),
        why="somebody of the board team named you on it",
        key=f"named-{grant.pk}",
        about=file,
    )


def opened(opening: Opening) -> None:
    """At once, to everybody named on it and to the chairs; not to herself."""
    file = opening.case_file
    chairs = queries.without_excluded(queries.at_board(file.board_id, Role.CHAIR), file)
    named = {person.pk: person for person in queries.named_on(file)}
    told = {person.pk: person for person in chairs} | named
    told.pop(opening.person_id, None)
    for person in told.values():
        is_chair = person not in named.values()
        post.write_to(
            person,
            subject=f"{file.reference} was opened in an emergency",
            body=f"{opening.person} opened {file.reference}, a restricted case, until "
            f"{timezone.localtime(opening.until):%H:%M}. The reason is on record. It is to "
            f"be reviewed by {day(opening.review_by)}, by the chair or somebody else of the board team.",
            link=opening.get_absolute_url() if is_chair else file.get_absolute_url(),
            why="you are named on it, or chair the board",
            key=f"opening-{opening.pk}-{person.pk}",
            about=file,
        )


def remind(on: date) -> int:
    """What ends within two weeks, and what should have been reviewed; each once."""
    written = 0
    for grant in queries.ending(on):
        people = {grant.person_id: grant.person}
        people |= {person.pk: person for person in queries.keepers(grant.case_file)}
        written += sum(_ends(grant, person) for person in people.values())
    late = queries.unreviewed().filter(review_by__lt=on)
    for opening in late.select_related("case_file", "person"):
        chairs = queries.at_board(opening.case_file.board_id, Role.CHAIR)
        told = queries.without_excluded(chairs, opening.case_file)
        others = told.exclude(pk=opening.person_id)
        written += sum(_late(opening, person) for person in others)
    return written


def _ends(grant: Grant, person: User) -> int:
    hers = person.pk == grant.person_id
    whose = "You are" if hers else f"{grant.person} is"
    return _once(
        person,
        grant.case_file,
        key=f"grant-ends-{grant.pk}-{person.pk}",
        subject=f"A name on {grant.case_file} ends on {day(grant.until)}",
        body=f"{whose} named on {grant.case_file} until {day(grant.until)}. The board "
        "team can extend it, with a reason:",
        link=grant.get_absolute_url(),
        why="you are named on it",
    )


def _late(opening: Opening, person: User) -> int:
    return _once(
        person,
        opening.case_file,
        key=f"opening-late-{opening.pk}-{person.pk}",
        subject=f"Review overdue: {opening.case_file} was opened in an emergency",
        body=f"It was to be reviewed by {day(opening.review_by)}. Nobody has done so:",
        link=opening.get_absolute_url(),
        why="you chair the board",
    )


def _once(person: User, about: CaseFile, *, key: str, **words: str) -> int:
    if not person.is_active or Letter.objects.filter(key=key).exists():
        return 0
    post.write_to(person, key=key, about=about, **words)  # type: ignore[arg-type]  # words
    return 1
