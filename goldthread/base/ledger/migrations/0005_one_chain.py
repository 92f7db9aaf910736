"""One chain over all lines, made by the database, and the notes it takes by itself.

The text of a line is written out here as it was when this migration was made; `canon.py`
says the same, and `goldthread ledger verify` would find any difference.
"""

from django.db import migrations

# The chain's lock is taken last, when the transaction commits: the constraint trigger is
# deferred, and its first event links every line that the transaction has written. Where
# row-level security closes the ledger, these functions open it to themselves alone.
CHAIN = r"""
ALTER TABLE ledger_entry ADD COLUMN xact xid8 NOT NULL DEFAULT pg_current_xact_id();
ALTER TABLE ledger_trace ADD COLUMN xact xid8 NOT NULL DEFAULT pg_current_xact_id();

CREATE FUNCTION ledger_chain(sort text, first bigint, own xid8) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    told record;
    place bigint;
    before bytea;
    after bytea;
    moment timestamptz;
    trusted text := coalesce(current_setting('goldthread.trusted', true), '');
BEGIN
    PERFORM set_config('goldthread.trusted', 'on', true);
    IF NOT EXISTS (SELECT FROM ledger_link l WHERE l.line = first AND l.kind = sort) THEN
        PERFORM pg_advisory_xact_lock(x'4C6564676572'::bigint);
        SELECT seq, hash INTO place, before FROM ledger_link ORDER BY seq DESC LIMIT 1;
        place := coalesce(place, 0);
        before := coalesce(before, decode(repeat('00', 32), 'hex'));
        FOR told IN
            SELECT line.id, '{' || '"at":' || to_json(to_char(line."at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))::text
            || ',' || '"by":' || coalesce(line."by"::text, 'null')
            || ',' || '"by_label":' || to_json(line."by_label")::text
            || ',' || '"from_state":' || to_json(line."from_state")::text
            || ',' || '"id":' || coalesce(line."id"::text, 'null')
            || ',' || '"label":' || to_json(line."label")::text
            || ',' || '"line":' || '"entry"'
            || ',' || '"on_behalf_of":' || to_json(line."on_behalf_of")::text
            || ',' || '"record":' || coalesce(line."record"::text, 'null')
            || ',' || '"to_state":' || to_json(line."to_state")::text
            || ',' || '"verb":' || to_json(line."verb")::text
            || ',' || '"words":' || to_json(line."words")::text || '}' AS said
            FROM ledger_entry line
            WHERE sort = 'entry' AND line.id >= first
                AND (line.id = first OR own IS NULL OR line.xact = own)
            AND NOT EXISTS (
                SELECT FROM ledger_link l WHERE l.line = line.id AND l.kind = 'entry')
            UNION ALL
            SELECT line.id, '{' || '"at":' || to_json(to_char(line."at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))::text
            || ',' || '"by":' || coalesce(line."by"::text, 'null')
            || ',' || '"by_label":' || to_json(line."by_label")::text
            || ',' || '"columns":' || coalesce(to_json(line."columns")::text, 'null')
            || ',' || '"how":' || to_json(line."how")::text
            || ',' || '"id":' || coalesce(line."id"::text, 'null')
            || ',' || '"keys":' || coalesce(to_json(line."keys")::text, 'null')
            || ',' || '"label":' || to_json(line."label")::text
            || ',' || '"line":' || '"trace"'
            || ',' || '"number":' || coalesce(line."number"::text, 'null')
            || ',' || '"what":' || to_json(line."what")::text || '}' AS said
            FROM ledger_trace line
            WHERE sort = 'trace' AND line.id >= first
                AND (line.id = first OR own IS NULL OR line.xact = own)
            AND NOT EXISTS (
                SELECT FROM ledger_link l WHERE l.line = line.id AND l.kind = 'trace')
            ORDER BY id
        LOOP
            place := place + 1;
            moment := clock_timestamp();
            after := sha256(before || convert_to(
                place::text || E'\n'
                || to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || E'\n' || told.said, 'UTF8'));
            INSERT INTO ledger_link (seq, at, kind, line, prev, hash)
                VALUES (place, moment, sort, told.id, before, after);
            before := after;
        END LOOP;
    END IF;
    PERFORM set_config('goldthread.trusted', trusted, true);
END $$;
REVOKE EXECUTE ON FUNCTION ledger_chain FROM PUBLIC;

CREATE FUNCTION ledger_linked() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM ledger_chain(TG_ARGV[0], NEW.id, pg_current_xact_id());
    RETURN NULL;
END $$;

SELECT ledger_chain('entry', 0, NULL);

CREATE CONSTRAINT TRIGGER ledger_linked AFTER INSERT ON ledger_entry
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION ledger_linked('entry');
CREATE CONSTRAINT TRIGGER ledger_linked AFTER INSERT ON ledger_trace
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION ledger_linked('trace');
CREATE TRIGGER ledger_append_only BEFORE UPDATE OR DELETE ON ledger_trace
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_never_emptied BEFORE TRUNCATE ON ledger_trace
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_append_only BEFORE UPDATE OR DELETE ON ledger_link
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_never_emptied BEFORE TRUNCATE ON ledger_link
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
"""

# Of a statement that wrote: which rows, and the names of the columns that are others now.
WATCH = r"""
CREATE FUNCTION ledger_watch() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    her bigint := nullif(current_setting('goldthread.person', true), '')::bigint;
    trusted text := coalesce(current_setting('goldthread.trusted', true), '');
    touched bigint[];
    many bigint := 0;
    names text[];
    compared text;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        SELECT string_agg(format(
            'CASE WHEN bool_or(was.%1$I IS DISTINCT FROM now.%1$I) THEN %1$L END',
            attname), ',' ORDER BY attnum)
        INTO compared FROM pg_attribute
        WHERE attrelid = TG_RELID AND attnum > 0 AND NOT attisdropped
            AND attgenerated = '' AND attname <> ALL (string_to_array(TG_ARGV[2], ','));
        EXECUTE format(
            'SELECT array_agg(%1$I::bigint), count(*), array_remove(ARRAY[%2$s], NULL)'
            ' FROM rows_was was FULL JOIN rows_now now USING (%1$I)',
            TG_ARGV[1], compared) INTO touched, many, names;
    ELSIF TG_OP <> 'TRUNCATE' THEN
        EXECUTE format('SELECT array_agg(%I::bigint), count(*) FROM %I', TG_ARGV[1],
            CASE TG_OP WHEN 'INSERT' THEN 'rows_now' ELSE 'rows_was' END)
        INTO touched, many;
    END IF;
    IF TG_OP = 'TRUNCATE' OR many > 0 AND names IS DISTINCT FROM '{}' THEN
        PERFORM set_config('goldthread.trusted', 'on', true);
        INSERT INTO ledger_trace
            (at, by, by_label, what, how, label, keys, number, columns)
        VALUES (clock_timestamp(), her,
            coalesce((SELECT name FROM people_user WHERE id = her), ''),
            'changed', lower(TG_OP), TG_ARGV[0], touched, many, names);
        PERFORM set_config('goldthread.trusted', trusted, true);
    END IF;
    RETURN NULL;
END $$;
"""

OPENED = r"""
CREATE FUNCTION ledger_opened(
    her bigint, called text, manner text, kind text, seen bigint[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    trusted text := coalesce(current_setting('goldthread.trusted', true), '');
BEGIN
    IF cardinality(seen) > 0 THEN
        PERFORM set_config('goldthread.trusted', 'on', true);
        INSERT INTO ledger_trace (at, by, by_label, what, how, label, keys, number)
        VALUES (clock_timestamp(), her, called, 'opened', manner, kind, seen,
            cardinality(seen));
        PERFORM set_config('goldthread.trusted', trusted, true);
    END IF;
    RETURN cardinality(seen);
END $$;
REVOKE EXECUTE ON FUNCTION ledger_opened FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger_opened TO app;
"""

DROP = """
DROP FUNCTION ledger_opened;
DROP FUNCTION ledger_watch CASCADE;
DROP TRIGGER ledger_linked ON ledger_entry;
DROP TRIGGER ledger_linked ON ledger_trace;
DROP FUNCTION ledger_linked;
DROP FUNCTION ledger_chain;
ALTER TABLE ledger_entry DROP COLUMN xact;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0004_traces_and_links"),
        ("people", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL(CHAIN + WATCH + OPENED, DROP),
    ]
