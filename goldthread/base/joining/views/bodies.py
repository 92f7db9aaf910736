"""The pages of boards, groups and organisations."""

from typing import Any
from urllib.parse import urlsplit

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import resolve

from goldthread.base.access.guards import SignedInRequest, guard
from goldthread.base.access.table import may_ever, opening
from goldthread.base.govuk import pages
from goldthread.base.govuk.pages import Column, Listing
from goldthread.base.govuk.rules import Link, Strand
from goldthread.base.joining import queries
from goldthread.base.joining.forms.bodies import BoardForm, OrganisationFilters
from goldthread.base.joining.models import Offer, Partnership
from goldthread.base.joining.rules import BOARD_LINKS, ORGANISATION_LINKS
from goldthread.base.joining.workflow import bodies, partnerships
from goldthread.base.joining.workflow import people as joining
from goldthread.base.people.models import Board, Group, Organisation, User
from goldthread.base.states import STEPS

# --- Boards and groups --------------------------------------------------------------

BOARDS = Listing(
    title="Boards",
    lead="The boards that learn together in this installation.",
    noun="board",
    empty="No board yet. An administrator adds the first.",
    columns=(
        Column("Name", lambda b: b.name, "name"),
        Column("Serves", lambda b: ", ".join(str(area) for area in b.areas.all())),
    ),
    template="joining/boards.html",
    prefetch=("areas",),
)


@guard("people.board")
def boards(request: SignedInRequest, found: QuerySet[Board]) -> HttpResponse:
    may_add = may_ever(request.user, "add", "people.board")
    return pages.listing(request, found, BOARDS, may_add=may_add)


# Of the steps on a board, those that set it up; later stages add those of the loop.
SETTING_UP = frozenset(
    name
    for name, step in STEPS["people.board"].items()
    if step.run.__module__ in {joining.__name__, bodies.__name__, partnerships.__name__}
)


@guard("people.board", key="slug")
def board(request: SignedInRequest, found: Board) -> HttpResponse:
    held = queries.roles_seen_by(request.user).current().filter(board=found)
    areas, partners = queries.at_a_glance(found)
    return pages.record(
        request,
        found,
        "joining/board.html",
        recent=queries.recent(found),
        areas=areas,
        groups=found.groups.all(),
        partners=partners,
        asked=Partnership.objects.visible_to(request.user)
        .waiting()
        .filter(board=found)
        .select_related("board", "organisation"),
        held=held,
        links=_links(BOARD_LINKS, found, request.user),
        may_invite=may_ever(request.user, "view", "joining.invitation"),
        setting_up=SETTING_UP,
    )


@guard("people.board", "add")
def add_board(request: SignedInRequest, _: QuerySet[Board]) -> HttpResponse:
    return pages.answer(
        request,
        BoardForm,
        bodies.add_board,
        done="Added. Invite its board team next.",
        heading="Add a board",
        button="Add",
    )


@guard("people.group")
def group(request: SignedInRequest, found: Group) -> HttpResponse:
    held = queries.roles_seen_by(request.user).standing().filter(group=found)
    return pages.record(
        request,
        found,
        "joining/group.html",
        recent=queries.recent(found),
        boards=opening(found.boards.all(), request.user),
        held=held,
        offers=Offer.objects.visible_to(request.user).filter(
            group=found, state="offered"
        ),
    )


@guard("joining.offer")
def offer(request: SignedInRequest, found: Offer) -> HttpResponse:
    link = Link(str(found.group), found.group.get_absolute_url())
    return pages.record(
        request,
        found,
        "joining/offer.html",
        strands=[Strand("The group", [link])],
    )


# --- Organisations ------------------------------------------------------------------

ORGANISATIONS = Listing(
    title="Organisations",
    lead="The bodies that work with children and answer to the boards.",
    noun="organisation",
    empty="No organisation of this name. Add it from the page of a board.",
    columns=(
        Column("Name", lambda o: o.name, "name"),
        Column("Type", lambda o: o.get_kind_display(), "kind"),
        Column("Part of", lambda o: o.parent),
        Column("Serves", lambda o: ", ".join(str(area) for area in o.areas.all())),
        Column("Works with", lambda o: ", ".join(str(b) for b in o.boards.all())),
        Column("Replaced by", lambda o: o.replaced_by),
    ),
    filters=OrganisationFilters,
    related=("parent", "replaced_by"),
    prefetch=("areas", "boards"),
)


@guard("people.organisation")
def organisations(
    request: SignedInRequest, found: QuerySet[Organisation]
) -> HttpResponse:
    return pages.listing(request, found, ORGANISATIONS)


@guard("people.organisation")
def organisation(request: SignedInRequest, found: Organisation) -> HttpResponse:
    held = queries.roles_seen_by(request.user).current().filter(organisation=found)
    return pages.record(
        request,
        found,
        "joining/organisation.html",
        recent=queries.recent(found),
        boards=opening(found.boards.all(), request.user),
        kin=queries.kin_of(found, request.user),
        asked=Partnership.objects.visible_to(request.user)
        .waiting()
        .filter(organisation=found)
        .select_related("board", "organisation"),
        held=held,
        links=_links(ORGANISATION_LINKS, found, request.user),
    )


@guard("joining.partnership", related=("board", "organisation"))
def partnership(request: SignedInRequest, found: Partnership) -> HttpResponse:
    return pages.record(request, found, "joining/partnership.html")


def _links(registered: Any, record: Any, user: User) -> list[tuple[str, str]]:
    """Those that lead somewhere for her: the row of each route is asked."""
    links = [link for add in registered if (link := add(record))]
    return [link for link in links if _opens(link[1], user)]


def _opens(address: str, user: User) -> bool:
    door: Any = resolve(urlsplit(address).path).func
    label, action = door.guarded
    return may_ever(user, action, label)
