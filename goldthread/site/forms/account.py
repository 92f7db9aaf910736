"""Passwords, and the link for whoever has forgotten hers."""

# allauth has no types, so nothing of it could be subclassed.
# mypy: disable-error-code="misc"

from typing import Any

from allauth.account import forms as account
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.http import HttpRequest

from goldthread.base.people.models import User
from goldthread.site.forms import Worded

LONG_ENOUGH = (
    "At least 15 characters. Three or four words that have nothing to do with each "
    "other are hard to guess and easy to keep in mind."
)
EMAIL = ("Your work email address", "")
PASSWORD = ("Your password", "")
NEW = {
    "password1": ("The new password", LONG_ENOUGH),
    "password2": ("The new password again", ""),
}


class LoginForm(Worded, account.LoginForm):
    words = {"login": EMAIL, "password": PASSWORD}


class ReauthenticateForm(Worded, account.ReauthenticateForm):
    words = {"password": PASSWORD}


class ChangePasswordForm(Worded, account.ChangePasswordForm):
    words = {"oldpassword": ("Your password until now", ""), **NEW}


class SetPasswordForm(Worded, account.SetPasswordForm):
    words = NEW


class ResetPasswordForm(Worded, account.ResetPasswordForm):
    """Does the same for an address that we do not know, and then forgets it."""

    words = {"email": EMAIL}
    users: Any

    def save(self, request: HttpRequest, **given: Any) -> str:
        email: str = self.cleaned_data["email"]
        known = bool(self.users)
        if not known:
            self.users = [User(pk=0, email=email, password=make_password(None))]
        with transaction.atomic():
            super().save(request, **given)
            transaction.set_rollback(not known)
        return email


class ResetPasswordFromKeyForm(Worded, account.ResetPasswordKeyForm):
    words = NEW
