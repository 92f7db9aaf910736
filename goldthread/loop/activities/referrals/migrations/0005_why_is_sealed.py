"""Why a case does not go forward is sealed with its referral, so nothing else says it."""

from django.db import migrations


def say_it_once(apps, schema_editor):
    activities = apps.get_model("activities", "Activity")
    using = schema_editor.connection.alias
    activities.objects.using(using).filter(
        state="called_off", referral__forward=False
    ).update(called_off_because="It does not go forward. Why is said in the referral.")


class Migration(migrations.Migration):
    atomic = False  # VACUUM stands alone

    dependencies = [
        ("activities", "0010_no_open_replies"),
        ("referrals", "0004_nothing_left_open"),
    ]
    operations = [
        migrations.RunPython(say_it_once, migrations.RunPython.noop, atomic=True),
        migrations.RunSQL("VACUUM (FULL) activities_activity", migrations.RunSQL.noop),
    ]
