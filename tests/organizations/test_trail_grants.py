"""What a role that does not own the tables may do to the trail on PostgreSQL, also where no trigger stands."""

import os
from contextlib import contextmanager

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction

from organizations import trail
from organizations.database_guards import append_only_tables, remove_guards
from organizations.models import TrailEntry
from tests.builders import an_organization

pytestmark = pytest.mark.django_db

ROLE = f"web_{os.getpid()}"
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite knows no roles")


def execute(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def role():
    """A role that owns nothing, which this test may take on; gone with the transaction of the test."""
    execute(f"CREATE ROLE {ROLE}")
    execute(f"GRANT {ROLE} TO CURRENT_USER")
    return ROLE


@contextmanager
def acting_as(role):
    execute(f"SET LOCAL ROLE {role}")
    yield
    execute("RESET ROLE")


@on_postgresql
def test_the_web_role_adds_to_the_trail(role, capsys):
    organization = an_organization()
    call_command("restrict_trail_grants", role=role)

    with acting_as(role):
        trail.record("test", organization, by=None)

    assert TrailEntry.objects.count() == 1


@on_postgresql
@pytest.mark.parametrize("table", append_only_tables())
@pytest.mark.parametrize("statement", ['UPDATE "{}" SET id = id', 'DELETE FROM "{}"', 'TRUNCATE "{}" CASCADE'])
def test_the_web_role_changes_nothing_that_only_grows_even_without_triggers(role, table, statement, capsys):
    call_command("restrict_trail_grants", role=role)
    remove_guards()

    with acting_as(role), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        execute(statement.format(table))


@on_postgresql
def test_without_the_command_the_role_could(role):
    execute(f'GRANT SELECT, DELETE ON "{TrailEntry._meta.db_table}" TO {role}')
    remove_guards()

    with acting_as(role):
        execute(f'DELETE FROM "{TrailEntry._meta.db_table}"')


@on_postgresql
@pytest.mark.parametrize("name", ["nobody_at_all", "CURRENT_USER"])
def test_a_role_that_cannot_be_held_is_refused(name):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        (me,) = cursor.fetchone()

    with pytest.raises(CommandError):
        call_command("restrict_trail_grants", role=me if name == "CURRENT_USER" else name)


@pytest.mark.skipif(connection.vendor == "postgresql", reason="this is what SQLite is told")
def test_sqlite_has_no_roles_and_is_told_so():
    with pytest.raises(CommandError, match="PostgreSQL"):
        call_command("restrict_trail_grants", role="web")
