"""Every page, message and letter of allauth that somebody can meet is in our words."""

from pathlib import Path

import allauth
import pytest
from django.template.loader import get_template

from goldthread.site import rules

THEIRS = Path(allauth.__file__).parent / "templates"
OURS = Path(rules.__file__).parents[1]

# What nobody can meet here: it is closed, or belongs to what we do not offer.
CLOSED = (
    "idp/",
    "openid/",
    "account/email/account_already_exists",
    "account/email/email_",
    "account/email/login_code",
    "account/email/password_reset_code",
    "account/email/unknown_account",
    "account/messages/cannot_delete_primary_email",
    "account/messages/email_",
    "account/messages/login_code_sent",
    "account/messages/phone_",
    "account/messages/primary_email_set",
    "account/messages/unverified_primary_email",
    "account/base_confirm_code",
    "account/base_manage_email",
    "account/base_manage_phone",
    "account/confirm_",
    "account/email",
    "account/phone_change",
    "account/request_login_code",
    "account/signup",
    "account/snippets/",
    "account/verification_sent",
    "account/verified_email_required",
    "mfa/trust",
    "mfa/webauthn/signup_form",
    "socialaccount/connections",
    "socialaccount/login_redirect",
    "socialaccount/messages/account_connected_updated",  # says what ours says
    "socialaccount/signup",
    "socialaccount/snippets/login_extra",
    "socialaccount/snippets/provider_list",
)
# These say nothing themselves.
FRAMES = ("base_entrance", "base_manage", "base_manage_password", "base")
WORDLESS = ("mfa/webauthn/snippets/login_script.html",)


def met():
    for path in sorted(THEIRS.rglob("*.*")):
        name = str(path.relative_to(THEIRS))
        if name.startswith(CLOSED) and not name.startswith("account/email/base_"):
            continue
        if path.stem not in FRAMES and name not in WORDLESS:
            yield name


@pytest.mark.parametrize("name", list(met()))
def test_what_somebody_can_meet_is_in_our_words(name):
    assert get_template(name).origin.name.startswith(str(OURS))


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        ("(Windows NT 10.0) Chrome/129.0.0.0 Safari/537.36 Edg/129", "Edge on Windows"),
        (
            "(iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604",
            "Safari on an iPhone",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Firefox/130.0", "Firefox on Linux"),
        ("curl/8.0", "A browser"),
    ],
)
def test_a_browser_is_called_what_its_owner_calls_it(agent, said):
    assert rules.device(agent) == said
