"""The pages of tokens."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from goldthread.base.access.guards import SignedInRequest, guard
from goldthread.base.govuk import pages
from goldthread.base.govuk.pages import Column, Listing
from goldthread.base.tokens import workflow
from goldthread.base.tokens.models import Token

TOKENS = Listing(
    title="Tokens for programs",
    lead="Each lets one program read for one person, what she herself may see.",
    noun="token",
    empty="No program reads here. The board team asks for a token from the board’s page.",
    columns=(
        Column("Token", str),
        Column("Program", lambda t: t.name, "name"),
        Column("Reads", lambda t: t.reads),
        Column("For", lambda t: t.holder),
        Column("Board", lambda t: t.board, "board__name"),
        Column("State", lambda t: (t.state, t.get_state_display()), "state", "tag"),
        Column("Until", lambda t: t.expires_on, "expires_on", "day"),
        Column("Last used", lambda t: t.used_on, "used_on", "day"),
    ),
    related=("holder", "board"),
)


@guard("tokens.token")
def index(request: SignedInRequest, tokens: QuerySet[Token]) -> HttpResponse:
    return pages.listing(request, tokens, TOKENS)


@guard("tokens.token", related=("board", "holder", "agreed_by"))
def show(request: SignedInRequest, token: Token) -> HttpResponse:
    expired = token.expired(on=timezone.localdate())
    return pages.record(request, token, "tokens/show.html", expired=expired)


@guard("tokens.token", "issue_token")
def issue_token(request: SignedInRequest, token: Token) -> HttpResponse:
    """Show the secret this once, in the answer itself: only its digest is kept."""
    context = {"record": token, "cancel": token.get_absolute_url()}
    if request.method == "POST":
        today = timezone.localdate()
        context["secret"] = workflow.issue_token(token, by=request.user, on=today)
    return render(request, "tokens/issue_token.html", context)
