"""The open words go, and what must be said must be there sealed."""

import django.db.models.deletion
from django.db import migrations, models

import goldthread.base.vault.fields
import goldthread.base.vault.keys


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_seal_what_was_written")]

    operations = [
        *(
            migrations.RemoveField(model, f"open_{name}")
            for model, name in (
                ("grant", "purpose"),
                ("grant", "ended_because"),
                ("exclusion", "reason"),
                ("exclusion", "lifted_because"),
                ("opening", "reason"),
                ("opening", "review"),
            )
        ),
        migrations.AlterField(
            "casefile",
            "key",
            goldthread.base.vault.keys.OwnKey(
                blank=True,
                board="board",
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to="vault.casekey",
            ),
        ),
        *(
            migrations.AlterField(
                model,
                name,
                goldthread.base.vault.fields.SealedText(key="case_file.key"),
            )
            for model, name in (
                ("grant", "purpose"),
                ("exclusion", "reason"),
                ("opening", "reason"),
            )
        ),
        migrations.AddConstraint(
            "grant",
            models.CheckConstraint(
                name="grant_ended_with_a_reason",
                condition=models.Q(
                    ("ended_at", None),
                    ("ended_because__isnull", False),
                    _connector="OR",
                ),
            ),
        ),
        migrations.AddConstraint(
            "exclusion",
            models.CheckConstraint(
                name="exclusion_lifted_with_a_reason",
                condition=models.Q(
                    ("lifted_at", None),
                    ("lifted_because__isnull", False),
                    _connector="OR",
                ),
            ),
        ),
        *(
            migrations.AddConstraint(
                model, goldthread.base.vault.fields.says_something(name, field)
            )
            for model, name, field in (
                ("grant", "grant_says_what_for", "purpose"),
                ("exclusion", "exclusion_has_a_reason", "reason"),
                ("opening", "opening_has_a_reason", "reason"),
            )
        ),
    ]
