"""What signing in with a second factor leaves in a session."""

import time

from allauth.account.internal.userkit import user_id_to_str


def shown_just_now(session, person, *, ago=0):
    """She gave her second factor so many seconds ago."""
    session["account_authentication_methods"] = [
        {"method": "mfa", "at": time.time() - ago}
    ]
    session["account_authentication_methods_user"] = user_id_to_str(person)
    session.save()
