"""What was destroyed or declined stays as it was written, whoever asks."""

from django.db import migrations

CREATE = """
CREATE FUNCTION disposal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A decided disposal does not change: % is refused.', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER disposal_decided_for_good
    BEFORE UPDATE OR DELETE ON disposal_disposal
    FOR EACH ROW WHEN (OLD.state <> 'proposed') EXECUTE FUNCTION disposal_refuse();
"""
DROP = """
DROP TRIGGER disposal_decided_for_good ON disposal_disposal;
DROP FUNCTION disposal_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("disposal", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, DROP)]
