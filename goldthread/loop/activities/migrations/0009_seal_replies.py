"""Replies of a case are sealed with its key; the others stay as they are, marked so."""

from django.db import migrations

KEPT = r"""
UPDATE activities_contribution SET reply = '\x00'::bytea || convert_to(open_reply, 'UTF8')
FROM activities_activity activity
WHERE activity.id = activity_id AND activity.case_file_id IS NULL AND open_reply <> ''
"""


def seal(apps, schema_editor):
    using = schema_editor.connection.alias
    contributions = apps.get_model("activities", "Contribution").objects.using(using)
    of_cases = contributions.exclude(open_reply="").exclude(activity__case_file=None)
    for one in of_cases.select_related("activity__case_file__key").iterator():
        one.reply = one.open_reply
        one.save(update_fields=["reply"])


class Migration(migrations.Migration):
    dependencies = [("activities", "0008_room_for_sealed_replies")]
    operations = [
        migrations.RunSQL(KEPT),
        migrations.RunPython(seal),
    ]
