"""The open replies go."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("activities", "0009_seal_replies")]
    operations = [migrations.RemoveField("contribution", "open_reply")]
