"""One person going through the matrix: what she is asked, and what it is called there."""

from http.cookies import SimpleCookie
from zlib import crc32

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings
from django.shortcuts import resolve_url
from django.test import Client

from tests import walking
from tests.golden import matrix
from tests.signing import shown_just_now

MISSING = "/there-is-no-such-page/"
SIGN_IN = resolve_url(settings.LOGIN_URL)
UNSAID = {"X-Request-Id"}  # headers that differ from answer to answer
OPENS = {"yes", "free"}


class Walk:
    """A browser in which this person is signed in, and what differed from the matrix."""

    def __init__(self, name, person, held):
        self.name, self.held = name, held
        self.browser = browser_of(person)
        self.cookies = self.browser.cookies.output(header="", sep=";")
        self.asked, self.differ, self.missing = 0, [], {}

    def row(self, row, methods):
        """Ask for it by each method, each undone before the next."""
        address, meant = self.address(row), row.cells[self.name]
        for method in methods:
            said, how = self.said(method, address)
            if said != meant.replace("free", "yes"):
                self.differ.append((row.route, row.of, self.name, method, how, meant))

    def address(self, row):
        record = None if row.of == "—" else self.held[row.of]
        if callable(record):  # another for each person; of one who has none, another's
            record = record(self.name) or record("Board team")
        return matrix.address(row.route, record)

    def said(self, method, address):
        """What the answer is, in the words of the matrix, and beside it in ours."""
        answer, whole = self._ask(method, address)
        leads = answer.headers.get("Location", "")
        how = f"{answer.status_code} {leads}".strip()
        if answer.status_code == 404:
            if method not in self.missing:
                self.missing[method] = self._ask(method, MISSING)[1]
            alike = whole == self.missing[method]
            return ("no", how) if alike else ("unlike", f"{how}, unlike a missing page")
        if answer.headers.get("WWW-Authenticate", "").startswith("Bearer"):
            return "token", how
        if answer.status_code == 403 or answer.status_code >= 500:
            return how, how
        return "sign in" if leads.startswith(SIGN_IN) else "yes", how

    def _ask(self, method, address):
        self.asked += 1
        self.browser.cookies = SimpleCookie(self.cookies)
        with walking.alone():
            answer = getattr(self.browser, method)(address)
            body = b"".join(answer) if answer.streaming else answer.content
        headers = {k: v for k, v in answer.headers.items() if k not in UNSAID}
        return answer, (answer.status_code, body, headers)


def browser_of(person):
    """She has just given her second factor, and has codes in case she loses it."""
    browser = Client(raise_request_exception=False)
    if person:
        Authenticator.objects.get_or_create(
            user=person, type=Authenticator.Type.TOTP, defaults={"data": {}}
        )
        RecoveryCodes.activate(person)
        browser.force_login(person)
        shown_just_now(session := browser.session, person)
        session["account_authentication_methods"][0]["reauthenticated"] = True
        session.save()
    return browser


def asked_of(row, one_of=1):
    """By which methods each person asks for it; of so many like her, one does.

    Always the same ones. What may be taken is tried, and so is what may not.
    """
    ways = {}
    for opens in (True, False):
        alike = [name for name, said in row.cells.items() if (said in OPENS) == opens]
        alike.sort(key=lambda name: crc32(f"{row.route} {row.of} {name}".encode()))
        for turn, name in enumerate(alike[::one_of]):
            ours = not row.route.startswith("/account/")
            others = ("put", "delete") if ours and turn == 0 and not opens else ()
            ways[name] = ("get", "post", *others)
    return ways
