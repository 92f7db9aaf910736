"""What people read when they sign in: which forms are ours, and what a browser is called."""

# The forms of allauth's apps that somebody meets here.
FORMS = {
    "account": "login reauthenticate change_password set_password reset_password "
    "reset_password_from_key",
    "mfa": "authenticate reauthenticate activate_totp add_webauthn edit_webauthn "
    "login_webauthn authenticate_webauthn reauthenticate_webauthn",
}
BROWSERS = (  # the first that is named: most also name those after them
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
MACHINES = (
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "a Chromebook"),
    ("Mac OS", "a Mac"),
    ("Linux", "Linux"),
)


def worded(app: str) -> dict[str, str]:
    """Say where each of its forms is in our words: `login` is `LoginForm`."""
    ours = f"goldthread.site.forms.{app}"
    return {
        name: f"{ours}.{name.title().replace('_', '')}Form"
        for name in FORMS[app].split()
    }


def device(agent: str) -> str:
    """Say 'Chrome on Windows' of a browser's own long name."""
    browser = next((name for sign, name in BROWSERS if sign in agent), "A browser")
    machine = next((name for sign, name in MACHINES if sign in agent), "")
    return f"{browser} on {machine}" if machine else browser
