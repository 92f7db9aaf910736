"""A board, so many people of its team, and letters that wait; prints their sessions."""

from django.utils import timezone

from goldthread.base.access.acting import trusted
from goldthread.base.people.models import Appointment, Board, User
from goldthread.base.people.rules import Role
from goldthread.base.post.models import Letter
from goldthread.bench.seeding.people import SINCE
from goldthread.bench.serving import session_of


@trusted()
def main(people: int, letters: int) -> list[str]:
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
