"""Room for the sealed words, beside the open ones, and for the key of each case."""

import django.db.models.deletion
from django.db import migrations, models

import goldthread.base.vault.fields
import goldthread.base.vault.keys

SEALED = {
    "concern": "what causes concern",
    "working": "why working together has not been enough",
    "reason": "why it was decided so",
}


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0001_initial"),
        ("vault", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint("referral", "referral_decided_with_a_reason"),
        migrations.AddField(
            "referral",
            "key",
            goldthread.base.vault.keys.OwnKey(
                blank=True,
                board="activity.board",
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="referrals",
                to="vault.casekey",
            ),
        ),
        *(
            operation
            for name, words in SEALED.items()
            for operation in (
                migrations.RenameField("referral", name, f"open_{name}"),
                migrations.AddField(
                    "referral",
                    name,
                    goldthread.base.vault.fields.SealedText(words, null=True),
                ),
            )
        ),
        migrations.AlterField(
            "referral", "open_reason", models.TextField(blank=True, editable=False)
        ),
    ]
