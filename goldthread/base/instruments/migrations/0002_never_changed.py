"""A published set stays as it is, whoever asks: answers were given to its words."""

from django.db import migrations

CREATE = """
CREATE FUNCTION published_set_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A published question set never changes. Publish a new version.'
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER published_set_never_changes
    BEFORE UPDATE OR DELETE ON instruments_publishedset
    FOR EACH ROW EXECUTE FUNCTION published_set_refuse();
"""
DROP = """
DROP TRIGGER published_set_never_changes ON instruments_publishedset;
DROP FUNCTION published_set_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("instruments", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, DROP)]
