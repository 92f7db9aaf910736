"""Who may agree to a token, and which token a secret is."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from goldthread.base.people.models import Appointment, Board, User
from goldthread.base.people.rules import Role
from goldthread.base.tokens import rules
from goldthread.base.tokens.models import Token
from goldthread.base.tokens.policy import DECIDERS


def link_to_tokens(board: Board) -> tuple[str, str]:
    return "Tokens for programs", reverse("tokens:index")


def second_people(board: Board, holder: User) -> QuerySet[User]:
    """Those of the board who may agree, and are not she who asks."""
    held = Appointment.objects.current().filter(
        person=OuterRef("pk"), board=board.pk, role__in=DECIDERS
    )
    people = User.objects.filter(Exists(held), is_active=True)
    return people.exclude(pk=holder.pk)


def alive(secret: str, *, on: date) -> QuerySet[Token]:
    """The token of this secret: none if it ended, or its holder left the board's team."""
    in_team = Appointment.objects.current().filter(
        person=OuterRef("holder"), board=OuterRef("board"), role=Role.BOARD_TEAM
    )
    here = Q(holder__left_on=None) | Q(holder__left_on__gte=on)
    return Token.objects.filter(
        here,
        Exists(in_team),
        digest=rules.digest(secret),
        state=Token.State.AGREED,
        expires_on__gte=on,
        holder__is_active=True,
    )
