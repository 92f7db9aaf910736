"""Codes from an app, recovery codes and passkeys."""

# allauth has no types, so nothing of it could be subclassed.
# mypy: disable-error-code="misc"

from typing import Any

from allauth.mfa.base import forms as codes
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as passkeys
from django.core.exceptions import ValidationError

from goldthread.site.forms import Worded

ASKS_EACH_TIME = (
    "It then asks for your fingerprint, face or PIN each time. A security key that has "
    "no PIN cannot do this."
)
UNKNOWN_PASSKEY = (
    "That passkey is not one of this account. It may have been removed. Use another "
    "one, or sign in with your password."
)
NO_PASSKEY = "Your passkey was not read. Try again, or use another way."
EITHER_CODE = "From your authenticator app, or one of your recovery codes."


CODE = {"code": ("The code", EITHER_CODE)}
PASSKEY_NAME = ("What do you call it?", "Such as: work laptop, or my phone.")


class AuthenticateForm(Worded, codes.AuthenticateForm):
    words = CODE


class ReauthenticateForm(Worded, codes.ReauthenticateForm):
    words = CODE


class ActivateTotpForm(Worded, totp.ActivateTOTPForm):
    words = {
        "code": ("The code that the app shows", "Six figures, new every half minute.")
    }


class AddWebauthnForm(Worded, passkeys.AddWebAuthnForm):
    words = {
        "name": PASSKEY_NAME,
        "passwordless": (
            "Let it sign me in alone, without my password",
            ASKS_EACH_TIME,
        ),
    }


class EditWebauthnForm(Worded, passkeys.EditWebAuthnForm):
    words = {"name": PASSKEY_NAME}


class PasskeyRead:
    """Says in words that no passkey came, or none that we know."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        errors = self.fields["credential"].error_messages  # type: ignore[attr-defined]
        errors |= dict.fromkeys(("required", "invalid"), NO_PASSKEY)

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()
        except ValidationError as wrong:
            if wrong.code == "incorrect_code":
                raise ValidationError(UNKNOWN_PASSKEY) from None
            raise


class LoginWebauthnForm(PasskeyRead, passkeys.LoginWebAuthnForm):
    pass


class AuthenticateWebauthnForm(PasskeyRead, passkeys.AuthenticateWebAuthnForm):
    pass


class ReauthenticateWebauthnForm(PasskeyRead, passkeys.ReauthenticateWebAuthnForm):
    pass
