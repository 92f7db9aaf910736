"""Every case gets a key of its own, and what was written of it is sealed with that."""

from django.db import migrations

from goldthread.base.vault.keys import make_key

WORDS = {
    "Grant": ("purpose", "ended_because"),
    "Exclusion": ("reason", "lifted_because"),
    "Opening": ("reason", "review"),
}


def seal(apps, schema_editor):
    using = schema_editor.connection.alias
    keys = apps.get_model("vault", "CaseKey")
    for file in apps.get_model("cases", "CaseFile").objects.using(using).iterator():
        file.key = make_key(keys, kind="case file", board_id=file.board_id, using=using)
        file.save(update_fields=["key"])
    for model, names in WORDS.items():
        records = apps.get_model("cases", model).objects.using(using)
        for record in records.select_related("case_file__key").iterator():
            for name in names:
                setattr(record, name, getattr(record, f"open_{name}") or None)
            record.save(update_fields=names)


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_room_for_sealed_words")]
    operations = [migrations.RunPython(seal)]
