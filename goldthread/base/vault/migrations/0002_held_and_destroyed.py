"""A legal hold forbids destroying a key, and what is destroyed stays so, whoever asks."""

from django.db import migrations

CREATE = """
CREATE FUNCTION vault_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        RAISE EXCEPTION 'The keys of cases are never emptied.'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF TG_OP = 'DELETE' THEN
        IF OLD.held_on IS NOT NULL THEN
            RAISE EXCEPTION 'Case file K-% is under legal hold.', OLD.id
                USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN OLD;
    END IF;
    IF OLD.held_on IS NOT NULL
        AND (NEW.wrapped IS NULL OR NEW.id <> OLD.id OR NEW.reference <> OLD.reference)
    THEN
        RAISE EXCEPTION 'Case file K-% is under legal hold.', OLD.id
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF OLD.wrapped IS NULL AND (NEW.wrapped IS NOT NULL OR NEW.held_on IS NOT NULL) THEN
        RAISE EXCEPTION 'Case file K-% is destroyed.', OLD.id
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER casekey_held
    BEFORE UPDATE OR DELETE ON vault_casekey
    FOR EACH ROW EXECUTE FUNCTION vault_keep();
CREATE TRIGGER casekey_never_emptied
    BEFORE TRUNCATE ON vault_casekey
    FOR EACH STATEMENT EXECUTE FUNCTION vault_keep();
"""
DROP = """
DROP TRIGGER casekey_held ON vault_casekey;
DROP TRIGGER casekey_never_emptied ON vault_casekey;
DROP FUNCTION vault_keep();
"""


class Migration(migrations.Migration):
    dependencies = [("vault", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, DROP)]
