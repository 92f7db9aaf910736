"""Who can be chosen on the page of personas, and what each comes for."""

from django.db.models import Prefetch, QuerySet

from goldthread.base.people.models import Appointment, User
from goldthread.base.people.rules import Role

DOMAIN = "@demo.example"  # reserved for examples: no mail ever leaves for it

COMES_FOR: dict[str, str] = {
    Role.BOARD_TEAM: "See what is stuck and with whom, and draft the next paper.",
    Role.CHAIR: "Read the paper, see what is escalated, and decide.",
    Role.GROUP_MEMBER: "Scrutinise, verify evidence, and check what changed.",
    Role.AGENCY_LEAD: "See what the organisation owes, and send evidence.",
    Role.CONTRIBUTOR: "Answer the one thing that was asked.",
    Role.SCRUTINEER: "Follow any theme from where it came to what it changed.",
    Role.PRACTITIONER: "Read the good practice that is shared with everybody.",
    Role.ADMINISTRATOR: "Set up boards, organisations and people, seeing no content.",
}


def everybody() -> QuerySet[User]:
    """The people of the demo, each with her `roles`."""
    roles = Appointment.objects.current().select_related(
        "board", "group", "organisation"
    )
    people = User.objects.filter(email__endswith=DOMAIN, is_active=True)
    return people.prefetch_related(Prefetch("appointments", roles, to_attr="roles"))
