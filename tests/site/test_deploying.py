"""The settings as they are where records are real."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOR_REAL = {
    "GOLDTHREAD_DEMO": "0",
    "SECRET_KEY": "0123456789" * 6,
    "ALLOWED_HOSTS": "learning.example.org",
    "SITE_ADDRESS": "https://learning.example.org",
    "BEHIND_PROXY": "true",
    "STOLEN_PASSWORDS": os.devnull,
}
ASK = """
import json
from django.conf import settings
print(json.dumps({name: getattr(settings, name) for name in (%s)}))
"""


# What tests set for themselves, the browser's among them.
OF_TESTS = {"HTTPS", "DEBUG", "DATABASE_URL", "DJANGO_ALLOW_ASYNC_UNSAFE"}


def run(*arguments, **more):
    environment = {
        name: value for name, value in os.environ.items() if name not in OF_TESTS
    }
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment
        | {"DJANGO_SETTINGS_MODULE": "goldthread.site.settings"}
        | FOR_REAL
        | more,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_check_for_deployment_finds_nothing():
    done = run("-m", "goldthread", "check", "--deploy", "--fail-level=WARNING")

    assert "no issues (0 silenced)" in done.stdout, done.stderr
    assert done.returncode == 0


def test_it_would_find_something():
    done = run(
        "-m", "goldthread", "check", "--deploy", "--fail-level=WARNING", HTTPS="0"
    )

    assert done.returncode == 1
    assert "security.W004" in done.stderr


def test_over_https_cookies_are_of_this_host_and_the_demo_is_off():
    wanted = {
        "DEBUG": False,
        "DEMO": False,
        "SESSION_COOKIE_NAME": "__Host-session",
        "CSRF_COOKIE_NAME": "__Host-csrf",
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 365 * 24 * 60 * 60,
        "SECURE_REFERRER_POLICY": "no-referrer",
        "SESSION_COOKIE_AGE": 30 * 60,
        "LONGEST_SECONDS": 12 * 60 * 60,
    }

    told = run("-c", ASK % ",".join(repr(name) for name in wanted))

    assert json.loads(told.stdout) == wanted


def test_without_a_key_it_is_not_ready_to_be_deployed():
    how = ("-m", "goldthread", "check", "--deploy", "--fail-level=WARNING")
    done = run(*how, SECRET_KEY="")

    assert done.returncode == 1
    assert "security.W009" in done.stderr
