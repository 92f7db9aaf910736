"""The page of a step: it asks, keeps what is typed, and takes it once and on what was seen.

Whatever is asked by `ask` has this by itself: see ADR 18. The order of a post is: the
record is locked, what somebody else saved meanwhile is joined or shown, the step is
taken, and that the form was sent is written: if it was before, all of it is undone and
she is sent where the first one led.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial, wraps
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, JsonResponse
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
from goldthread.base.govuk import once, versions
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


# --- The page of what is made anew ---------------------------------------------------


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
    form = form_class(request.POST)

    def take() -> HttpResponse:
        workflow.wait_for_twin(request)
        return redirect(make(by=request.user, **form.cleaned_data))

    def respond() -> HttpResponse:
        if led := once.answered(request, form, take, done):
            return led
        return render(request, "form.html", {"form": form, **page}, status=REFUSED)

    return once.once(request, respond)


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
        with _held(request, record):
            whose = {"record": record, "by": request.user, **where}
            form = self.form_class(request.POST, files=request.FILES or None, **whose)
            try:
                return once.once(request, partial(self._post, request, form, record))
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

        response = once.answered(request, form, take, self._done(form))
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


@contextmanager
def _held(request: SignedInRequest, record: Any) -> Iterator[None]:
    """As it stands now, and until this is answered: what is shown is what is compared."""
    with ExitStack() as stack:
        try:
            with trusted(request.user):
                stack.enter_context(states.held(record))
        except ObjectDoesNotExist:
            raise Http404 from None
        yield


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
                return once.again(request, twin)
            raise

    return outer


def confirm(
    step: Callable[..., Any], *, done: str, lead: str = "", key: str = "pk"
) -> View:
    """The page of a step that asks for nothing but a yes."""
    return ask(step, StepForm, done=done, lead=lead, template="confirm.html", key=key)
