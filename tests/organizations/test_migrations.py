"""The tests run on tables made from the models; on a server migrations make them. Both must give the same database."""

from collections import defaultdict

import pytest
from django.core.management import call_command
from django.db import connections

from tests.served import an_empty_database, in_place_of_the_test_database

OWN_TABLES = ("organizations_", "assessments_", "measures_", "reports_")
# All that holds for a table, in the database's own words; names that it gives by itself are left out.
STRUCTURE = {
    "sqlite": "SELECT tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL",
    "postgresql": r"""
        SELECT table_name, concat_ws(' ', column_name, data_type, character_maximum_length, is_nullable, column_default)
            FROM information_schema.columns WHERE table_schema = 'public'
        UNION ALL SELECT conrelid::regclass::text, pg_get_constraintdef(oid)
            FROM pg_constraint WHERE conrelid <> 0 AND connamespace = 'public'::regnamespace
        UNION ALL SELECT tablename, regexp_replace(indexdef, 'INDEX \S+ ON', 'INDEX ON')
            FROM pg_indexes WHERE schemaname = 'public'
        UNION ALL SELECT tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
    """,
}


@pytest.fixture
def migrated(committed_rows, tmp_path):
    """A database that all migrations made, in place of that of the tests."""
    with an_empty_database(tmp_path) as database:
        with in_place_of_the_test_database(database):
            call_command("migrate", verbosity=0)
        yield database


def structure(database):
    """{table of the portal: what holds for it, sorted}: columns of a table that was altered stand in another order."""
    found = defaultdict(list)
    with database.cursor() as cursor:
        cursor.execute(STRUCTURE[database.vendor])
        for table, statement in cursor.fetchall():
            if table.startswith(OWN_TABLES):  # in those of Django itself a key may be wider
                found[table] += parts(statement) if statement.startswith("CREATE TABLE") else [statement]
    return {table: sorted(statements) for table, statements in found.items()}


def parts(statement):
    """The columns and constraints between the outer brackets of a CREATE TABLE."""
    depth, part, found = 0, "", []
    for letter in statement[statement.index("(") + 1 : statement.rindex(")")] + ",":
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and depth == 0:
            found.append(part.strip())
            part = ""
        else:
            part += letter
    return found


def test_the_migrations_make_the_database_that_the_tests_run_on(migrated):
    made_from_models = structure(connections["default"])

    made_by_migrations = structure(migrated)

    tables = made_from_models.keys() | made_by_migrations.keys()
    differing = {
        table: set(made_from_models.get(table, ())) ^ set(made_by_migrations.get(table, ()))
        for table in tables
        if made_from_models.get(table) != made_by_migrations.get(table)
    }
    assert len(tables) > 40
    assert differing == {}
