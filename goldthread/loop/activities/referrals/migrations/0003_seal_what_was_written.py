"""Every referral gets a key of its own, and its words are sealed with it."""

from django.db import migrations

from goldthread.base.vault.keys import make_key

WORDS = ("concern", "working", "reason")


def seal(apps, schema_editor):
    referrals = apps.get_model("referrals", "Referral")
    keys = apps.get_model("vault", "CaseKey")
    using = schema_editor.connection.alias
    written = referrals.objects.using(using).select_related("activity")
    for referral in written.iterator():
        referral.key = make_key(
            keys,
            kind=str(referral._meta.verbose_name),
            board_id=referral.activity.board_id,
            using=using,
        )
        for name in WORDS:
            setattr(referral, name, getattr(referral, f"open_{name}"))
        # An empty reason is no reason.
        referral.reason = referral.reason or None
        referral.save()


class Migration(migrations.Migration):
    dependencies = [("referrals", "0002_room_for_sealed_text")]
    operations = [migrations.RunPython(seal)]
