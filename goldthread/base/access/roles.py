"""The database's roles: owner migrates, `app` serves, `public_site` reads.

`reader` is nobody's sign-in: the functions of row-level security run as it (`rows`).
`app` owns nothing, so row-level security binds it. It may not change the ledger; a
trigger refuses that to everybody else. `public_site` sees published copies alone.
"""

from django.db.backends.utils import CursorWrapper

# Roles belong to the whole server: another database of it that is migrated at the same
# moment may make them between our look and our deed. Then they are there, and all is well.
CREATE = """
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'public_site') THEN
        BEGIN
            CREATE ROLE public_site NOLOGIN;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
        END;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'app') THEN
        BEGIN
            CREATE ROLE app NOLOGIN;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
        END;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'reader') THEN
        BEGIN
            CREATE ROLE reader NOLOGIN;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
        END;
    END IF;
    IF NOT pg_has_role(current_user, 'reader', 'USAGE') THEN
        BEGIN
            EXECUTE format('GRANT reader TO %I', current_user);
        EXCEPTION WHEN unique_violation THEN NULL;
        END;
    END IF;
    IF NOT pg_has_role(current_user, 'app', 'USAGE') THEN
        BEGIN
            EXECUTE format('GRANT app TO %I', current_user);
        EXCEPTION WHEN unique_violation THEN NULL;
        END;
    END IF;
    IF NOT pg_has_role('app', 'public_site', 'USAGE') THEN
        BEGIN
            GRANT public_site TO app;
        EXCEPTION WHEN unique_violation THEN NULL;
        END;
    END IF;
END $$
"""

GRANT = """
GRANT USAGE ON SCHEMA public TO app, public_site, reader;
GRANT CREATE ON SCHEMA public TO reader;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO app;
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM app;
REVOKE INSERT, UPDATE, DELETE ON ledger_entry, ledger_trace, ledger_link FROM app;
GRANT INSERT (at, by, by_label, on_behalf_of, verb, words, label, record, from_state,
    to_state) ON ledger_entry TO app;
REVOKE ALL ON ledger_turn FROM app;
GRANT SELECT ON reports_publication TO public_site;
"""


def create(cursor: CursorWrapper) -> None:
    cursor.execute(CREATE)


def grant(cursor: CursorWrapper) -> None:
    """Give the roles what they need of the tables that are there now."""
    cursor.execute(GRANT)
