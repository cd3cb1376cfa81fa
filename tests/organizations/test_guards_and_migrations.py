"""Guards and real migrations: SQLite rebuilds tables to alter them and cannot while triggers look at them."""

import pytest
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import connection, models

from organizations import database_guards
from organizations.models import Division
from tests.builders import an_organization
from tests.organizations.one_of_each import one_of_each

pytestmark = pytest.mark.usefixtures("committed_rows")


def installed():
    with connection.cursor() as cursor:
        return sorted(database_guards._installed(connection, cursor))


def test_tables_that_migrations_take_away_and_bring_back_are_guarded_again():
    before = installed()

    call_command("migrate", "reports", "zero", verbosity=0)
    without = installed()
    call_command("migrate", verbosity=0)

    assert 0 < len(without) < len(before)
    assert installed() == before


def test_a_migration_may_alter_a_table_that_guards_look_at():
    rows = one_of_each(an_organization())
    before = installed()
    phone = Division._meta.get_field("phone")
    longer = models.CharField(max_length=130, blank=True)
    longer.set_attributes_from_name("phone")

    emit_pre_migrate_signal(verbosity=0, interactive=False, db="default")
    with connection.schema_editor() as editor:
        editor.alter_field(Division, phone, longer)
        editor.alter_field(Division, longer, phone)
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")

    assert installed() == before
    assert all(type(row).objects.filter(pk=row.pk).exists() for row in rows.values())
