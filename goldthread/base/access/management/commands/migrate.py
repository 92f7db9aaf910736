"""Migrate as the owner, give the other two roles what they need, watch the tables."""

from typing import Any

from django.core.management import call_command
from django.core.management.commands import migrate
from django.db import connections

from goldthread.base.access import roles, secured
from goldthread.base.ledger import watching


class Command(migrate.Command):
    def add_arguments(self, parser: Any) -> None:
        super().add_arguments(parser)
        parser.set_defaults(database="owner")

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        with connection.cursor() as cursor:
            roles.create(cursor)
            cursor.execute("SET goldthread.trusted = 'on'")
        super().handle(*args, **options)
        call_command("createcachetable", database="owner", verbosity=0)
        if not options["app_label"] and not options["plan"]:
            with connection.cursor() as cursor:
                roles.grant(cursor)
                secured.secure(cursor)
                watching.watch(cursor)
