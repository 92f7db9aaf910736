"""Passwords that were stolen elsewhere are refused, without asking anybody outside.

The list is a file beside the product: one line for each password, its SHA-1 in capitals,
a colon and how often it was met, sorted, as the downloader of Pwned Passwords writes it.
Source of the rule: `domain/security.md` h18.
"""

import hashlib
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ValidationError

BLOCK = 4096  # bytes; once so few are left they are read through
REFUSED = (
    "This password is in a list of passwords that were stolen from other services, so it "
    "would be guessed. Choose another one."
)


def is_stolen(password: str, path: Path) -> bool:
    """Looked up in the file itself, which is far larger than memory. May raise OSError."""
    wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()
    with path.open("rb") as file:
        return _holds(file, wanted.encode())


def _holds(file: BinaryIO, wanted: bytes) -> bool:
    """Halve what is left of the file until it is a block, and read that."""
    low, high = 0, file.seek(0, 2)
    while high - low > BLOCK:
        middle = (low + high) // 2
        file.seek(middle)
        file.readline()  # the rest of a line that began before
        start = file.tell()
        if start >= high or file.readline()[: len(wanted)] > wanted:
            high = middle
        else:
            low = start
    file.seek(low)
    lines = file.read(high - low + BLOCK).split(b"\n")
    return any(line[: len(wanted)] == wanted for line in lines)


class NotStolen:
    """A validator of passwords; without a file it refuses none."""

    def validate(self, password: str, user: Any = None) -> None:
        if settings.STOLEN_PASSWORDS and is_stolen(
            password, Path(settings.STOLEN_PASSWORDS)
        ):
            raise ValidationError(REFUSED, code="password_stolen")

    def get_help_text(self) -> str:
        return "It must not be one that was stolen from another service."


@register
def the_list_can_be_read(**kwargs: Any) -> list[CheckMessage]:
    if not settings.STOLEN_PASSWORDS:
        return []
    try:
        is_stolen("", Path(settings.STOLEN_PASSWORDS))
    except OSError as wrong:
        said = f"The list of stolen passwords cannot be read: {wrong.strerror}."
        hint = "STOLEN_PASSWORDS names the file; docs/deploying.md says how to get it."
        return [Error(said, hint=hint, id="passwords.E001")]
    return []


@register(Tags.security, deploy=True)
def there_is_a_list(**kwargs: Any) -> list[CheckMessage]:
    if settings.STOLEN_PASSWORDS:
        return []
    said = "Passwords that were stolen elsewhere are not refused: there is no list."
    hint = "Set STOLEN_PASSWORDS to the file; docs/deploying.md says how to get it."
    return [checks.Warning(said, hint=hint, id="passwords.W001")]
