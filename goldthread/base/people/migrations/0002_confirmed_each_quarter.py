"""Who let a member into a group, and until when the membership is confirmed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

STAND = """UPDATE people_appointment SET confirmed_until = CURRENT_DATE + 92
WHERE group_id IS NOT NULL"""  # who is there today stays for a quarter


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="appointment",
            name="confirmed_until",
            field=models.DateField(
                editable=False,
                help_text="of a membership of a group: it is confirmed each quarter",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="appointment",
            name="given_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunSQL(STAND, migrations.RunSQL.noop),
    ]
