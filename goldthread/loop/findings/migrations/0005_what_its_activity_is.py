"""A finding knows of which way of learning it is, and whether it is restricted."""

from django.conf import settings
from django.db import migrations, models

from goldthread.loop.activities.rules import WAYS

KEEP = """
CREATE FUNCTION findings_know_their_activity() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT way, restricted INTO NEW.way, NEW.of_restricted
    FROM activities_activity WHERE id = NEW.activity_id;
    RETURN NEW;
END $$;
CREATE TRIGGER finding_knows_its_activity BEFORE INSERT OR UPDATE OF activity_id
    ON findings_finding FOR EACH ROW EXECUTE FUNCTION findings_know_their_activity();

CREATE FUNCTION activity_tells_its_findings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE findings_finding SET way = NEW.way, of_restricted = NEW.restricted
    WHERE activity_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER activity_tells_its_findings AFTER UPDATE OF way, restricted
    ON activities_activity FOR EACH ROW
    WHEN (OLD.way <> NEW.way OR OLD.restricted <> NEW.restricted)
    EXECUTE FUNCTION activity_tells_its_findings();

UPDATE findings_finding f SET way = a.way, of_restricted = a.restricted
FROM activities_activity a WHERE a.id = f.activity_id;
"""
DROP = """
DROP TRIGGER activity_tells_its_findings ON activities_activity;
DROP TRIGGER finding_knows_its_activity ON findings_finding;
DROP FUNCTION activity_tells_its_findings();
DROP FUNCTION findings_know_their_activity();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0004_called_off_and_conducted"),
        ("findings", "0004_what_partners_read"),
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="finding",
            name="finding_board",
        ),
        migrations.AddField(
            model_name="finding",
            name="of_restricted",
            field=models.BooleanField(db_default=False, editable=False),
        ),
        migrations.AddField(
            model_name="finding",
            name="way",
            field=models.CharField(
                choices=WAYS,
                db_default="",
                editable=False,
                max_length=30,
                verbose_name="way of learning",
            ),
        ),
        migrations.RunSQL(KEEP, DROP),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(
                fields=["board", "-id"],
                include=(
                    "activity",
                    "of_restricted",
                    "state",
                    "shared_at",
                    "about_everyone",
                    "recorded_at",
                ),
                name="finding_board",
            ),
        ),
    ]
