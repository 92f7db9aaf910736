"""A program that reads for somebody: a token, agreed and issued, and its client."""

from django.test import Client
from django.utils import timezone

from goldthread.base.tokens import workflow
from tests.factories import board_team

EVERY = ("cycles", "returns", "grades", "findings")


def asked_for(board, *scopes, holder=None, **more):
    """A token that waits for the answer of somebody else in the team."""
    holder = holder or board_team(board)
    board_team(board)
    said = {"name": "The county’s dashboard", "scopes": scopes or EVERY, "days": 30}
    return workflow.ask_for_token(
        board, by=holder, on=timezone.localdate(), **(said | more)
    )


def agreed(board, *scopes, **more):
    token = asked_for(board, *scopes, **more)
    by = board_team(board)
    workflow.agree_token(token, by=by, on=timezone.localdate())
    return token


def issued(board, *scopes, **more):
    """A token and its secret."""
    token = agreed(board, *scopes, **more)
    on = timezone.localdate()
    return token, workflow.issue_token(token, by=token.holder, on=on)


def program(secret):
    return Client(headers={"Authorization": f"Bearer {secret}"})


def reading(board, *scopes, **more):
    """A program that may read this of the board."""
    return program(issued(board, *scopes, **more)[1])
