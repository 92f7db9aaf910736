"""Where people, boards, groups and organisations are found."""

from django.urls import include, path

from goldthread.base.govuk import pages
from goldthread.base.joining.forms import bodies as body_forms
from goldthread.base.joining.forms import people as people_forms
from goldthread.base.joining.views import bodies as body_views
from goldthread.base.joining.views import people as people_views
from goldthread.base.joining.workflow import (
    bodies,
    confirming,
    leaving,
    partnerships,
    roles,
)
from goldthread.base.joining.workflow import people as joining

people = [
    path("join/<str:token>/", people_views.join, name="join"),
    path("people/", people_views.people, name="index"),
    path("people/<int:pk>/", people_views.person, name="show"),
    path(
        "people/<int:pk>/appoint/",
        pages.ask(
            roles.appoint,
            people_forms.AppointForm,
            done="The role is given. Read below from when it holds.",
            lead="One more role for somebody who has an account already.",
        ),
    ),
    path(
        "people/<int:pk>/leave/",
        pages.ask(
            leaving.leave,
            people_forms.LeaveForm,
            done="Recorded. Every role ends that day. Open work has passed to whoever may "
            "have it; those who must find somebody for the rest have been told.",
            template="joining/leave.html",
        ),
    ),
    path("appointments/<int:pk>/", people_views.appointment, name="appointment"),
    path(
        "appointments/<int:pk>/end/",
        pages.ask(
            roles.end,
            people_forms.EndForm,
            done="The role ends that day. What only this role let the person hold has "
            "passed on.",
            lead="From the day after, this person sees only what other roles allow.",
            template="joining/leave.html",
        ),
    ),
    path(
        "appointments/<int:pk>/confirm_membership/",
        pages.ask(
            confirming.confirm_membership,
            pages.Today,
            template="confirm.html",
            done="Confirmed for a quarter.",
            lead="This person still belongs to the group, and still needs what its "
            "members read.",
        ),
    ),
    path(
        "appointments/<int:pk>/extend/",
        pages.ask(
            roles.extend, people_forms.ExtendForm, done="The last day is changed."
        ),
    ),
    path("invitations/", people_views.invitations, name="invitations"),
    path(
        "invitations/administrator/",
        people_views.invite_administrator,
        name="administrator",
    ),
    path("invitations/<int:pk>/", people_views.invitation, name="invitation"),
    path(
        "invitations/<int:pk>/resend/",
        pages.confirm(
            joining.resend,
            done="Done. The old link no longer works; read below what became of the new.",
            lead="A new link goes to the same address, once those who must have agreed. "
            "The old one stops working.",
        ),
    ),
    path(
        "invitations/<int:pk>/agree/",
        pages.confirm(
            joining.agree,
            done="Agreed. The link is sent.",
            lead="This person will lead for the organisation: they will see all that it "
            "owes every board, and answer for it.",
        ),
    ),
    path(
        "invitations/<int:pk>/decline/",
        pages.confirm(
            joining.decline,
            done="Declined. Nothing was sent. Whoever asked has been told.",
            lead="Nobody is invited. Whoever asked is told.",
        ),
    ),
    path(
        "invitations/<int:pk>/withdraw/",
        pages.confirm(
            joining.withdraw,
            done="Withdrawn. The link no longer works.",
            lead="The link stops working at once. You can invite the person again.",
        ),
    ),
]

boards = [
    path("boards/", body_views.boards, name="index"),
    path("boards/add/", body_views.add_board, name="add"),
    path("boards/<slug:slug>/", body_views.board, name="show"),
    path(
        "boards/<slug:slug>/configure/",
        pages.ask(
            bodies.configure,
            body_forms.ConfigureForm,
            done="The board is changed.",
            key="slug",
        ),
    ),
    path(
        "boards/<slug:slug>/invite/",
        pages.ask(
            joining.invite,
            people_forms.InviteForm,
            done="Invited. The link lasts 7 days; you will see here when it is used.",
            lead="For the people of the board and its groups. Invite people who act "
            "for an organisation from that organisation’s page.",
            key="slug",
        ),
    ),
    path(
        "boards/<slug:slug>/add_group/",
        pages.ask(
            bodies.add_group,
            body_forms.GroupForm,
            done="The group is added.",
            key="slug",
        ),
    ),
    path(
        "boards/<slug:slug>/add_organisation/",
        pages.ask(
            bodies.add_organisation,
            body_forms.OrganisationForm,
            done="The organisation is added, as a partner of this board.",
            lead="For a body that is not here yet. If it is, add it as a partner.",
            key="slug",
        ),
    ),
    path(
        "boards/<slug:slug>/add_partners/",
        pages.ask(
            partnerships.add_partners,
            body_forms.PartnersForm,
            done="Added. Those that have people of their own are asked, and decide.",
            lead="Organisations that work with this board, and may owe it something. An "
            "organisation with people of its own is asked first: its lead agrees.",
            key="slug",
        ),
    ),
    path(
        "boards/<slug:slug>/remove_partners/",
        pages.ask(
            bodies.remove_partners,
            body_forms.RemovePartnersForm,
            done="Removed. What they did stays on record.",
            lead="They will be asked for nothing more. What they did stays on record.",
            key="slug",
        ),
    ),
]

groups = [
    path("groups/<int:pk>/", body_views.group, name="show"),
    path(
        "groups/<int:pk>/describe/",
        pages.ask(bodies.describe, body_forms.GroupForm, done="The group is changed."),
    ),
    path(
        "groups/<int:pk>/offer/",
        pages.ask(
            bodies.offer,
            body_forms.OfferForm,
            done="Offered. The other board’s team has been told, and can agree.",
            lead="Both boards must want it: you offer, the other board’s team agrees.",
        ),
    ),
    path(
        "groups/<int:pk>/confirm_members/",
        pages.ask(
            confirming.confirm_members,
            body_forms.MembersForm,
            done="Confirmed for a quarter.",
            lead="Tick those who still belong to the group and still need what its "
            "members read. Whoever is not ticked opens nothing of it after the day beside "
            "the name, until somebody confirms them. To end a membership, open it and end it.",
        ),
    ),
    path("offers/<int:pk>/", body_views.offer, name="offer"),
    path(
        "offers/<int:pk>/agree/",
        pages.confirm(
            bodies.agree,
            done="Agreed. Both boards share the group from now on.",
            lead="The group’s members will see what is open on both boards.",
        ),
    ),
    path(
        "offers/<int:pk>/decline/",
        pages.confirm(
            bodies.decline, done="Declined.", lead="The group stays as it was."
        ),
    ),
]

organisations = [
    path("organisations/", body_views.organisations, name="index"),
    path("organisations/<int:pk>/", body_views.organisation, name="show"),
    path(
        "organisations/<int:pk>/correct/",
        pages.ask(
            bodies.correct,
            body_forms.OrganisationForm,
            done="The organisation is changed.",
        ),
    ),
    path(
        "organisations/<int:pk>/name_chief/",
        pages.ask(
            bodies.name_chief,
            body_forms.ChiefForm,
            done="Kept.",
            lead="We write to the chief officer when the organisation owes a board "
            "something for long, such as a section 11 return that is 10 days late.",
        ),
    ),
    path(
        "organisations/<int:pk>/invite_colleague/",
        pages.ask(
            joining.invite_colleague,
            people_forms.InviteColleagueForm,
            done="Done. Read below whether the link was sent, or who must agree first.",
        ),
    ),
    path(
        "organisations/<int:pk>/replace/",
        pages.ask(
            bodies.replace,
            body_forms.ReplaceForm,
            done="Recorded. Boards, people and open work have moved.",
            lead="When organisations merge, the new one takes over the boards, the "
            "people and the open work of the old one. This cannot be undone.",
            template="joining/leave.html",
        ),
    ),
]

asked = [
    path("partnerships/<int:pk>/", body_views.partnership, name="partnership"),
    path(
        "partnerships/<int:pk>/agree/",
        pages.confirm(
            partnerships.agree,
            done="Agreed. The board has been told.",
            lead="The board’s team will see who works for your organisation, ask it for "
            "contributions, and raise actions for it. It sees nothing of what your "
            "organisation owes other boards.",
        ),
    ),
    path(
        "partnerships/<int:pk>/decline/",
        pages.confirm(
            partnerships.decline,
            done="Declined. The board has been told.",
            lead="Nothing opens. The board can ask again.",
        ),
    ),
    path(
        "partnerships/<int:pk>/withdraw/",
        pages.confirm(
            partnerships.withdraw,
            done="Withdrawn. You can ask again.",
            lead="The organisation no longer needs to answer.",
        ),
    ),
]

urlpatterns = [
    path("", include((people, "people"))),
    path("", include((boards, "boards"))),
    path("", include((groups, "groups"))),
    path("", include(([*organisations, *asked], "organisations"))),
]
