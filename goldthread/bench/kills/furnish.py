"""A board, so many people of its team, and letters that wait; prints their sessions."""

import json
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldthread.site.settings")

import django

django.setup()

from django.utils import timezone  # noqa: E402

from goldthread.base.access.acting import trusted  # noqa: E402
from goldthread.base.people.models import Appointment, Board, User  # noqa: E402
from goldthread.base.people.rules import Role  # noqa: E402
from goldthread.base.post.models import Letter  # noqa: E402
from goldthread.bench.seeding.people import SINCE  # noqa: E402
from goldthread.bench.serving import session_of  # noqa: E402


@trusted()
def furnish(people: int, letters: int) -> list[str]:
    board = Board.objects.create(name="Bench", slug="bench")
    made = [
        User.objects.create_user(f"p{n}@example.org", name=f"Person {n}")
        for n in range(people)
    ]
    Appointment.objects.bulk_create(
        Appointment(person=each, role=Role.BOARD_TEAM, board=board, since=SINCE)
        for each in made
    )
    now = timezone.now()
    Letter.objects.bulk_create(
        Letter(
            to=made[0],
            address=made[0].email,
            subject=f"Letter {n}",
            body="What is due.",
            key=f"bench {n}",
            send_after=now,
        )
        for n in range(letters)
    )
    return [session_of(each) for each in made]


if __name__ == "__main__":
    sys.stdout.write(json.dumps(furnish(*map(int, sys.argv[1:]))))
