"""One chain over all lines, made by the database, and the notes it takes by itself.

The text of a line is written out here as it was when this migration was made; `canon.py`
says the same, and `goldthread ledger verify` would find any difference.
"""

from django.db import migrations

# The chain's lock is taken last, when the transaction commits. What writes lines announces
# it; the constraint trigger on that is deferred, and when it comes it goes once more to the
# end of the queue. So every other check that waits for the commit, such as that of a
# foreign key, which may have to wait for somebody else, is done before the lock is taken.
# Where row-level security closes the ledger, these functions open it to themselves alone.
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
            AND (own IS NULL OR line.xact = own)
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
            AND (own IS NULL OR line.xact = own)
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
    PERFORM set_config('goldthread.trusted', trusted, true);
END $$;
REVOKE EXECUTE ON FUNCTION ledger_chain FROM PUBLIC;

-- Whose turn it is: one row for each transaction that has written lines, gone with it.
CREATE UNLOGGED TABLE ledger_turn (
    xact xid8, kind text, last boolean, first bigint, PRIMARY KEY (xact, kind, last));

CREATE FUNCTION ledger_announce() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO ledger_turn AS turn (xact, kind, last, first)
        SELECT pg_current_xact_id(), TG_ARGV[0], false, min(id) FROM lines
        HAVING count(*) > 0
    ON CONFLICT (xact, kind, last) DO UPDATE SET first = excluded.first
        WHERE excluded.first < turn.first;
    RETURN NULL;
END $$;

CREATE FUNCTION ledger_turned() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT NEW.last THEN
        INSERT INTO ledger_turn VALUES (NEW.xact, NEW.kind, true, NULL);
    ELSE
        PERFORM ledger_chain(NEW.kind, turn.first, NEW.xact) FROM ledger_turn turn
            WHERE turn.xact = NEW.xact AND turn.kind = NEW.kind AND NOT turn.last;
        DELETE FROM ledger_turn WHERE xact = NEW.xact AND kind = NEW.kind;
    END IF;
    RETURN NULL;
END $$;

SELECT ledger_chain('entry', 0, NULL);

CREATE TRIGGER ledger_announced AFTER INSERT ON ledger_entry
    REFERENCING NEW TABLE AS lines
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_announce('entry');
CREATE TRIGGER ledger_announced AFTER INSERT ON ledger_trace
    REFERENCING NEW TABLE AS lines
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_announce('trace');
CREATE CONSTRAINT TRIGGER ledger_turned AFTER INSERT ON ledger_turn
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION ledger_turned();
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
DROP TRIGGER ledger_announced ON ledger_entry;
DROP TRIGGER ledger_announced ON ledger_trace;
DROP TABLE ledger_turn;
DROP FUNCTION ledger_turned;
DROP FUNCTION ledger_announce;
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
