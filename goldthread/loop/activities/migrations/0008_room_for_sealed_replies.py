"""Room for replies that are sealed where they belong to a case."""

from django.db import migrations, models

import goldthread.base.vault.fields


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0007_restricted_by_a_case_file"),
        ("cases", "0004_nothing_left_open"),
    ]

    operations = [
        migrations.RenameField("contribution", "reply", "open_reply"),
        migrations.AddField(
            "contribution",
            "reply",
            goldthread.base.vault.fields.SealedText(
                key="activity.case_file.key",
                of_case=True,
                blank=True,
                editable=False,
                null=True,
            ),
        ),
        migrations.AlterField(
            "contribution", "open_reply", models.TextField(blank=True, default="")
        ),
    ]
