"""The open words go, also from where PostgreSQL keeps what was."""

import django.db.models.deletion
from django.db import migrations, models

import goldthread.base.vault.fields
import goldthread.base.vault.keys


class Migration(migrations.Migration):
    atomic = False  # VACUUM stands alone

    dependencies = [("referrals", "0003_seal_what_was_written")]

    operations = [
        migrations.RemoveField("referral", "open_concern"),
        migrations.RemoveField("referral", "open_working"),
        migrations.RemoveField("referral", "open_reason"),
        migrations.AlterField(
            "referral",
            "key",
            goldthread.base.vault.keys.OwnKey(
                blank=True,
                board="activity.board",
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="referrals",
                to="vault.casekey",
            ),
        ),
        migrations.AlterField(
            "referral",
            "concern",
            goldthread.base.vault.fields.SealedText("what causes concern"),
        ),
        migrations.AlterField(
            "referral",
            "working",
            goldthread.base.vault.fields.SealedText(
                "why working together has not been enough"
            ),
        ),
        migrations.AlterField(
            "referral",
            "reason",
            goldthread.base.vault.fields.SealedText(
                "why it was decided so", blank=True, editable=False, null=True
            ),
        ),
        migrations.AddConstraint(
            "referral",
            models.CheckConstraint(
                condition=models.Q(
                    ("forward", None), ("reason__isnull", False), _connector="OR"
                ),
                name="referral_decided_with_a_reason",
            ),
        ),
        migrations.RunSQL("VACUUM (FULL) referrals_referral", migrations.RunSQL.noop),
    ]
