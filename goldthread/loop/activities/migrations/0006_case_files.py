"""Whoever a restricted activity names gets a grant on its case file."""

import datetime

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q
from django.utils import timezone


def _later(since, months):
    """The same day so many months on, but never past the end of February."""
    month = since.month - 1 + months
    return datetime.date(since.year + month // 12, month % 12 + 1, min(since.day, 28))


def name(apps, editor):
    """For as long as may be: the board team extends or ends what it looks through."""
    Activity = apps.get_model("activities", "Activity")
    Appointment = apps.get_model("people", "Appointment")
    CaseFile = apps.get_model("cases", "CaseFile")
    Grant = apps.get_model("cases", "Grant")
    db, on = editor.connection.alias, timezone.localdate()
    for activity in Activity.objects.using(db).filter(restricted=True):
        closed = activity.state == "closed"
        activity.case_file = CaseFile.objects.using(db).create(
            board_id=activity.board_id,
            reference=f"A-{activity.pk}",
            opened_on=activity.created_at.date(),
            state="closed" if closed else "open",
            closed_on=on if closed else None,
        )
        activity.save(update_fields=["case_file"])
        people = set(activity.named.values_list("pk", flat=True))
        for person in sorted(people | ({activity.lead_id} - {None})):
            here = Q(board=activity.board_id) | Q(group__boards=activity.board_id)
            outsider = (
                not Appointment.objects.using(db)
                .filter(here, Q(until=None) | Q(until__gte=on), person=person)
                .exists()
            )
            Grant.objects.using(db).create(
                case_file=activity.case_file,
                person_id=person,
                purpose="Named before a purpose was asked for",
                outsider=outsider,
                since=on,
                until=_later(on, 6 if outsider else 12),
            )


def unname(apps, editor):
    Activity = apps.get_model("activities", "Activity")
    db = editor.connection.alias
    for activity in Activity.objects.using(db).filter(restricted=True):
        grants = activity.case_file.grants.filter(ended_at=None)
        activity.named.set(grants.values_list("person", flat=True))


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0005_contribution_files"),
        ("cases", "0001_case_files"),
    ]

    operations = [
        migrations.AddField(
            model_name="activity",
            name="case_file",
            field=models.OneToOneField(
                editable=False,
                help_text="who is named on it while it is restricted, and who never sees it",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="activity",
                to="cases.casefile",
            ),
        ),
        migrations.RunPython(name, unname),
    ]
