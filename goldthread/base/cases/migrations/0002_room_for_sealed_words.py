"""Room for the sealed words, beside the open ones, and for the key of each case."""

import django.db.models.deletion
from django.db import migrations, models

import goldthread.base.vault.fields
import goldthread.base.vault.keys

OPEN = {  # of each model, its words: whether they may be missing
    "grant": {"purpose": False, "ended_because": True},
    "exclusion": {"reason": False, "lifted_because": True},
    "opening": {"reason": False, "review": True},
}


def _sealed(missing):
    more = {"blank": True, "editable": False} if missing else {}
    return goldthread.base.vault.fields.SealedText(
        key="case_file.key", null=True, **more
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_case_files"), ("vault", "0001_initial")]

    operations = [
        *(
            migrations.RemoveConstraint(model, name)
            for model, name in (
                ("grant", "grant_says_what_for"),
                ("grant", "grant_ended_with_a_reason"),
                ("exclusion", "exclusion_has_a_reason"),
                ("exclusion", "exclusion_lifted_with_a_reason"),
                ("opening", "opening_has_a_reason"),
            )
        ),
        migrations.AddField(
            "casefile",
            "key",
            goldthread.base.vault.keys.OwnKey(
                blank=True,
                board="board",
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to="vault.casekey",
            ),
        ),
        *(
            migrations.AlterField(
                model,
                "id",
                goldthread.base.vault.keys.Key(primary_key=True, serialize=False),
            )
            for model in OPEN
        ),
        *(
            operation
            for model, words in OPEN.items()
            for name, missing in words.items()
            for operation in (
                migrations.RenameField(model, name, f"open_{name}"),
                migrations.AddField(model, name, _sealed(missing)),
                migrations.AlterField(
                    model, f"open_{name}", models.TextField(blank=True, default="")
                ),
            )
        ),
    ]
