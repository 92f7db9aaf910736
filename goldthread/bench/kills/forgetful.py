"""A control: it notes that a letter is sent, and then sends it. Killed between, it loses."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldthread.site.settings")

import django

django.setup()

from django.core.mail import EmailMessage  # noqa: E402
from django.utils import timezone  # noqa: E402

from goldthread.base.access.acting import trusted  # noqa: E402
from goldthread.base.post.models import Letter  # noqa: E402


def main() -> None:
    with trusted():
        due = list(Letter.objects.due())
    for letter in due:
        with trusted():
            letter.sent_at = timezone.now()
            letter.save()
        EmailMessage(letter.subject, letter.body, to=[letter.address]).send()


if __name__ == "__main__":
    main()
