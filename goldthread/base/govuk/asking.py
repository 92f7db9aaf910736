"""The page of a step: it asks, keeps what is typed, and takes it once and on what was seen.

Whatever is asked by `ask` has this by itself: see ADR 18. The order of a post is: the
record is locked, a twin is sent where the first one led, what somebody else saved
meanwhile is joined or shown, and only then is the step taken.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial, wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from goldthread.base import states
from goldthread.base.access import fresh
from goldthread.base.access.acting import trusted
from goldthread.base.access.confined import CONFINED
from goldthread.base.access.guards import SignedInRequest, View, guard
from goldthread.base.access.table import can
from goldthread.base.drafts import queries, workflow
from goldthread.base.drafts.rules import DRAFT, SEEN, TOKEN, token_of
from goldthread.base.govuk import versions
from goldthread.base.govuk.forms import Govuk
from goldthread.base.govuk.step_forms import StepForm, typed
from goldthread.base.ledger.models import story

LOOKED_AT = 20  # entries of a history in which somebody else's change is sought
CONFLICT, REFUSED, TOO_LONG = 409, 422, 413

# --- Drafts ---------------------------------------------------------------------------


def _begun(request: SignedInRequest, made: Callable[..., Any]) -> tuple[Any, Any]:
    """The form as she left it, if she goes on with it; or new, and what she had begun."""
    token = token_of(request.GET.get(DRAFT))
    held = queries.opened(request.user, request.path, token) if token else None
    if held:
        form = made(held)
        form.token, form.shown = token, held.get(SEEN, "")
        form.as_left()
        return form, None
    form = made(None)
    begun = queries.offered(request.user, request.path) if form.drafted else None
    return form, begun


def _draft(request: SignedInRequest) -> HttpResponse | None:
    """A post that is not to be taken: the script keeps a draft, or she starts again."""
    if DRAFT not in request.POST:
        return None
    if request.POST[DRAFT] == "let go":
        token = token_of(request.POST.get(TOKEN))
        workflow.let_go(request.user, request.path, token)
        return redirect(request.path)
    at = workflow.keep(request.user, request)
    if at is None:
        return JsonResponse({}, status=TOO_LONG)
    return JsonResponse({"at": date_format(timezone.localtime(at), "H:i")})


# --- Taken once -----------------------------------------------------------------------


def _take_once(
    request: SignedInRequest, take: Callable[[], HttpResponse], done: str
) -> HttpResponse:
    """In one transaction: that this form was sent, what it did, and where it led."""
    with transaction.atomic():
        sending = workflow.claim(request)
        if sending and sending.led_to:
            return _again(request, sending)
        response = take()
        workflow.settle(sending, request, response["Location"])
    if done:  # not of a step whose page is that of its progress
        messages.success(request, done)
    return response


def _again(request: HttpRequest, sending: Any) -> HttpResponse:
    at = date_format(timezone.localtime(sending.at), "H:i")
    messages.info(request, f"You sent this twice. It was saved once, at {at}.")
    return redirect(sending.led_to)


def _answered(
    request: SignedInRequest, form: Any, take: Callable[[], HttpResponse], done: str
) -> HttpResponse | None:
    """Where it led; None if the form has still something to say."""
    if not form.is_valid():
        return None
    try:
        return _take_once(request, take, done)
    except ValidationError as refused:
        form.add_error(None, refused)
        return None


def answer(
    request: SignedInRequest,
    form_class: Callable[..., Govuk],
    make: Callable[..., Any],
    *,
    done: str,
    **page: Any,
) -> HttpResponse:
    """A page without a record that makes one: `make(by=…)`, with what the form holds."""
    page |= {"keeps": True}
    if request.method != "POST":
        form, begun = _begun(request, form_class)
        return render(request, "form.html", {"form": form, "begun": begun, **page})
    if kept := _draft(request):
        return kept
    if twin := workflow.twin(request):
        return _again(request, twin)
    form = form_class(request.POST)

    def take() -> HttpResponse:
        return redirect(make(by=request.user, **form.cleaned_data))

    if led := _answered(request, form, take, done):
        return led
    return render(request, "form.html", {"form": form, **page}, status=REFUSED)


# --- The page of a step ---------------------------------------------------------------


@dataclass(frozen=True)
class Asking:
    """A step, and how its page puts it."""

    step: Callable[..., Any]
    form_class: Callable[..., StepForm]
    done: str
    lead: str
    template: str
    danger: bool = False

    @property
    def declared(self) -> states.Step:
        return self.step.step  # type: ignore[attr-defined,no-any-return]

    def page(
        self, request: SignedInRequest, form: StepForm, record: Any, **more: Any
    ) -> HttpResponse:
        context = {
            "form": form,
            "record": record,
            "step": self.declared,
            "heading": self.declared.words,
            "caption": str(record),
            "lead": self.lead,
            "button": self.declared.words,
            "danger": self.danger,
            "cancel": _back(record, request),
            "keeps": True,
            **more,
        }
        status = CONFLICT if form.conflicts else REFUSED if form.errors else 200
        return render(request, self.template, context, status=status)

    def get(self, request: SignedInRequest, record: Any, **where: Any) -> HttpResponse:
        made = partial(self.form_class, record=record, by=request.user, **where)
        form, begun = _begun(request, made)
        return self.page(request, form, record, begun=begun)

    def post(self, request: SignedInRequest, record: Any, **where: Any) -> HttpResponse:
        _lock(request, record)
        if twin := workflow.twin(request):
            return _again(request, twin)
        whose = {"record": record, "by": request.user, **where}
        form = self.form_class(request.POST, files=request.FILES or None, **whose)
        try:
            return self._post(request, form, record)
        except states.WrongState:
            told = {"record": record, "typed": typed(form)}
            return render(request, "409.html", told, status=CONFLICT)

    def _post(
        self, request: SignedInRequest, form: StepForm, record: Any
    ) -> HttpResponse:
        if not self.declared.fits(record):
            raise states.WrongState
        versions.merge(form)
        if form.conflicts or form.joined:
            self._meanwhile(request, form, record)

        def take() -> HttpResponse:
            result = self.step(record, by=request.user, **form.given())
            leads_on = hasattr(result, "get_absolute_url")
            return redirect(result if leads_on else _back(record, request))

        response = _answered(request, form, take, self._done(form))
        return response or self.page(request, form, record)

    def _done(self, form: StepForm) -> str:
        if not (self.done and form.joined):
            return self.done
        return f"{self.done} What {form.changed_by} saved meanwhile is kept, too."

    def _meanwhile(self, request: SignedInRequest, form: StepForm, record: Any) -> None:
        """Who changed it, if she may still see it: what is theirs is shown to her."""
        if not can(request.user, self.declared.name, record):
            raise Http404
        since, now = form.seen.at, timezone.now()
        told = story(record, LOOKED_AT).entries
        news = [entry for entry in told if since and since <= entry.at <= now]
        same = [entry for entry in news if entry.verb == self.declared.name]
        if found := [*news, *same][-1:]:
            at = date_format(timezone.localtime(found[0].at), "j F Y, H:i")
            form.changed_by = f"{found[0].by_label} ({at})"


def _back(record: Any, request: SignedInRequest) -> str:
    """Its page; or her cases, if that is closed to her: a case closed, her name gone."""
    confined = record._meta.label_lower in CONFINED
    if confined and not can(request.user, "view", record):
        return reverse("cases:index")
    return str(record.get_absolute_url())


def _lock(request: SignedInRequest, record: Any) -> None:
    """As it stands now, and until this is answered: what is shown is what is compared."""
    with trusted(request.user):
        try:
            record.refresh_from_db(from_queryset=states.locked(type(record)))
        except ObjectDoesNotExist:
            raise Http404 from None


def ask(  # noqa: PLR0913 (how its page puts it, each by its name)
    step: Callable[..., Any],
    form_class: Callable[..., StepForm],
    *,
    done: str = "",
    lead: str = "",
    template: str = "form.html",
    key: str = "pk",
    danger: bool = False,
) -> View:
    """The page of a step that asks for something; what was typed is kept.

    What else its address says, the form is given by that name.
    """
    asking = Asking(step, form_class, done, lead, template, danger)

    @guard(asking.declared.label, asking.declared.name, key=key)
    def view(request: SignedInRequest, record: Any, **where: Any) -> HttpResponse:
        if request.method != "POST":
            return asking.get(request, record, **where)
        return _draft(request) or asking.post(request, record, **where)

    return _kept(view)


def _kept(view: View) -> View:
    """Nothing is lost at the door: what a sign-in that ran out sent, and a late twin."""

    @wraps(view)
    def outer(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        if not request.user.is_authenticated:
            workflow.keep_of_ended(request)
            return view(request, *args, **kwargs)
        if fresh.asks_first(request, *view.guarded):  # type: ignore[attr-defined]
            workflow.keep(request.user, request)
        try:
            return view(request, *args, **kwargs)
        except Http404:
            if twin := workflow.twin(request):
                return _again(request, twin)
            raise

    return outer


def confirm(
    step: Callable[..., Any], *, done: str, lead: str = "", key: str = "pk"
) -> View:
    """The page of a step that asks for nothing but a yes."""
    return ask(step, StepForm, done=done, lead=lead, template="confirm.html", key=key)
