"""A control: it notes that a letter is sent, and then sends it. Killed between, it loses."""

from django.core.mail import EmailMessage
from django.utils import timezone

from goldthread.base.access.acting import trusted
from goldthread.base.post.models import Letter


def main() -> None:
    with trusted():
        due = list(Letter.objects.due())
    for letter in due:
        with trusted():
            letter.sent_at = timezone.now()
            letter.save()
        EmailMessage(letter.subject, letter.body, to=[letter.address]).send()
