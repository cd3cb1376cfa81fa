"""What the database itself refuses, also when no line of model code runs: raw SQL on every guarded key of every model."""

import re

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction

from assessments.models import Analysis, Recommendation
from measures.models import Measure, MeasurePlan, ProgressEntry
from organizations import database_guards
from organizations.database_guards import frozen_columns, guarded_keys, guarded_models
from organizations.models import TrailEntry
from reports.models import Edition, EditionFile, Signature
from tests.builders import an_analysis, an_assessment, an_organization
from tests.organizations.one_of_each import one_of_each

pytestmark = pytest.mark.django_db

REFUSALS = "another organization|a row keeps its organization|only grows|a row is frozen"

each_model = pytest.mark.parametrize("model", guarded_models(), ids=lambda model: model.__name__)
KEYS = [(model, column) for model in guarded_models() for column, *_ in guarded_keys(model)]


def name_of(value):
    return value if isinstance(value, str) else value.__name__


each_key = pytest.mark.parametrize(("model", "column"), KEYS, ids=name_of)


@pytest.fixture(scope="module")
def worlds(module_rows):
    """One row of every model, for two organisations."""
    with module_rows():
        return one_of_each(an_organization()), one_of_each(an_organization())


def execute(statement, parameters):
    """Run one statement of SQL, taken back alone when the database refuses it; returns the number of rows."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.rowcount


def point(row, column, target):
    """UPDATE the row's key to point to the target row."""
    statement = f'UPDATE "{row._meta.db_table}" SET "{column}" = %s WHERE id = %s'
    return execute(statement, [target, row.pk])


def target_of(model, column, world):
    """The row of a world that the column could point to."""
    (field,) = [field for field in model._meta.concrete_fields if field.column == column]
    return world[field.related_model].pk


# -- Keys ------------------------------------------------------------------------------------------


def test_there_are_keys_to_guard():
    keys = {(model.__name__, column) for model, column in KEYS}

    assert len(keys) >= 30
    assert {("Measure", "plan_id"), ("Membership", "division_id"), ("Signer", "acting_id")} <= keys


@each_key
def test_a_row_cannot_be_changed_to_point_into_another_organisation(worlds, model, column):
    own, other = worlds

    with pytest.raises(IntegrityError, match=REFUSALS):
        point(own[model], column, target_of(model, column, other))


@each_key
def test_a_row_cannot_be_born_pointing_into_another_organisation(worlds, model, column):
    own, other = worlds
    columns = [field.column for field in model._meta.concrete_fields if not field.primary_key]
    names = ", ".join(f'"{name}"' for name in columns)
    values = ", ".join("%s" if name == column else f'"{name}"' for name in columns)
    insert = f'INSERT INTO "{model._meta.db_table}" ({names}) SELECT {values} FROM "{model._meta.db_table}" WHERE id = %s'

    with pytest.raises(IntegrityError, match=f"another organization: {model._meta.db_table}.{column}"):
        execute(insert, [target_of(model, column, other), own[model].pk])


def may_change(model, column):
    """False where the row, or this column of it, stays as it was written."""
    return not getattr(model, "is_append_only", False) and column not in frozen_columns(model).get(None, [])


@pytest.mark.parametrize(("model", "column"), [key for key in KEYS if may_change(*key)], ids=name_of)
def test_a_row_may_point_to_rows_of_its_own_organisation(worlds, model, column):
    own, _ = worlds

    count = point(own[model], column, target_of(model, column, own))

    assert count == 1


def refused_by_a_guard(row, column, target):
    """True when a guard refuses the change; False when it goes through, or only a unique constraint objects."""
    try:
        with transaction.atomic():
            point(row, column, target)
            transaction.set_rollback(True)
    except IntegrityError as error:
        return re.search(REFUSALS, str(error)) is not None
    return False


def test_it_is_the_guards_that_refuse_and_nothing_else(worlds):
    own, other = worlds
    changes = [(own[model], column, target_of(model, column, other)) for model, column in KEYS]

    database_guards.remove_guards()
    without = [refused_by_a_guard(*change) for change in changes]
    database_guards.install_guards()
    restored = [refused_by_a_guard(*change) for change in changes]

    assert not any(without)
    assert all(restored)


# -- Organisations ---------------------------------------------------------------------------------


@each_model
def test_a_row_never_moves_to_another_organisation(worlds, model):
    own, _ = worlds
    elsewhere = an_organization()

    with pytest.raises(IntegrityError, match=REFUSALS):
        point(own[model], "organization_id", elsewhere.pk)


@each_model
def test_a_row_never_loses_its_organisation(worlds, model):
    own, _ = worlds

    with pytest.raises(IntegrityError):
        point(own[model], "organization_id", None)


def test_a_child_takes_the_organisation_of_its_parent(worlds):
    own, _ = worlds

    children = [row for row in own.values() if row.organization_from]

    assert len(children) >= 15
    assert {row.organization_id for row in children} == {own[ProgressEntry].organization_id}


# -- What only grows -------------------------------------------------------------------------------

each_growing = pytest.mark.parametrize(
    "model", [TrailEntry, ProgressEntry, EditionFile], ids=lambda model: model.__name__
)


def test_the_trail_and_the_progress_entries_are_what_only_grows():
    growing = {model for model in guarded_models() if getattr(model, "is_append_only", False)}

    assert growing == {TrailEntry, ProgressEntry, EditionFile}


@each_growing
def test_what_only_grows_cannot_be_updated(worlds, model):
    row = worlds[0][model]
    field = next(field for field in model._meta.concrete_fields if isinstance(field, models.CharField))

    with pytest.raises(IntegrityError, match="only grows"):
        execute(f'UPDATE "{model._meta.db_table}" SET "{field.column}" = %s WHERE id = %s', ["แก้", row.pk])


@each_growing
def test_what_only_grows_cannot_be_deleted(worlds, model):
    row = worlds[0][model]

    with pytest.raises(IntegrityError, match="only grows"):
        execute(f'DELETE FROM "{model._meta.db_table}" WHERE id = %s', [row.pk])


on_postgresql = pytest.mark.skipif(
    "postgresql" not in settings.DATABASES["default"]["ENGINE"],
    reason="SQLite has no TRUNCATE; DELETE is held row by row",
)


def truncate(model):
    """Empty a table at once, with what points to it; checks that wait for the end of the transaction come first."""
    execute("SET CONSTRAINTS ALL IMMEDIATE", None)
    execute(f'TRUNCATE "{model._meta.db_table}" CASCADE', None)


@on_postgresql
@each_growing
def test_what_only_grows_cannot_be_emptied_at_once(worlds, model):
    with pytest.raises(IntegrityError, match="only grows"):
        truncate(model)

    assert model.objects.exists()


@on_postgresql
def test_it_is_the_guard_that_keeps_the_trail_from_being_emptied(worlds):
    database_guards.remove_guards()

    truncate(TrailEntry)

    assert not TrailEntry.objects.exists()


def test_the_trail_refuses_changes_by_model_code_as_well(worlds):
    entry = worlds[0][TrailEntry]

    for change in (entry.save, entry.delete, TrailEntry.objects.all().delete):
        with pytest.raises(IntegrityError, match="only grows"), transaction.atomic():
            change()

    assert TrailEntry.objects.filter(pk=entry.pk).exists()


# -- Installation ----------------------------------------------------------------------------------


def installed():
    with connection.cursor() as cursor:
        return sorted(database_guards._installed(connection, cursor))


# -- What is frozen --------------------------------------------------------------------------------


def set_field(row, name, value):
    """UPDATE one field of a row by plain SQL."""
    column = row._meta.get_field(name).column
    return execute(f'UPDATE "{row._meta.db_table}" SET "{column}" = %s WHERE id = %s', [value, row.pk])


@pytest.mark.parametrize("name", ["subject", "data_sha256", "code", "chain_head"])
def test_the_facts_of_an_edition_never_change(worlds, name):
    with pytest.raises(IntegrityError, match="a row is frozen"):
        set_field(worlds[0][Edition], name, "แก้")


def test_what_becomes_of_an_edition_may_change(worlds):
    assert set_field(worlds[0][Edition], "sent_back_reason", "โปรดแก้ตาราง") == 1
    assert set_field(worlds[0][Edition], "sha256", "b" * 64) == 1  # the next signature adds to the file


@pytest.mark.parametrize("ended", ["signed_at", "sent_back_at"])
@pytest.mark.parametrize(
    ("name", "value"), [("stored_file", "x"), ("sha256", "x"), ("size", 1), ("ended", None)]
)
def test_the_file_of_an_edition_stays_once_it_is_signed_or_sent_back(worlds, ended, name, value):
    edition = worlds[0][Edition]
    execute("UPDATE reports_edition SET state = 'sent_back', waiting_order = NULL WHERE id = %s", [edition.pk])
    set_field(edition, ended, "2026-01-06 02:00:00+00:00")

    with pytest.raises(IntegrityError, match="a row is frozen"):
        set_field(edition, ended if name == "ended" else name, value)


def test_what_is_signed_may_still_give_way_to_its_successor(worlds):
    edition = worlds[0][Edition]
    changes = "state = 'signed', waiting_order = NULL, signed_at = '2026-01-06 02:00:00+00:00', sha256 = 'b'"
    execute(f"UPDATE reports_edition SET {changes} WHERE id = %s", [edition.pk])  # as the last signature does

    assert set_field(edition, "state", "superseded") == 1


def test_a_signature_may_be_filled_and_is_frozen_then(worlds):
    signature = worlds[0][Signature]
    set_field(signature, "comment", "เห็นชอบ")
    set_field(signature, "signed_at", "2026-01-06 02:00:00+00:00")

    with pytest.raises(IntegrityError, match="a row is frozen"):
        set_field(signature, "comment", "ไม่เห็นชอบ")


@pytest.mark.parametrize("model", [Edition, Signature], ids=lambda model: model.__name__)
def test_what_is_frozen_is_not_deleted(worlds, model):
    row = worlds[0][model]
    if model is Signature:
        set_field(row, "signed_at", "2026-01-06 02:00:00+00:00")

    with pytest.raises(IntegrityError, match="a row is frozen"):
        execute(f'DELETE FROM "{model._meta.db_table}" WHERE id = %s', [row.pk])


def test_no_guard_is_missing(db):
    assert database_guards.missing_guards() == []


def test_a_missing_guard_is_named_by_its_table(db):
    database_guards.remove_guards()

    missing = database_guards.missing_guards()

    assert missing == sorted(model._meta.db_table for model in guarded_models())


def drop(name, table):
    on_table = f' ON "{table}"' if connection.vendor == "postgresql" else ""
    execute(f'DROP TRIGGER "{name}"{on_table}', None)


def test_a_table_that_lost_one_of_its_guards_is_named(db):
    name, table = next(row for row in installed() if row[0].endswith(("trailentry_grows", "trailentry_update")))

    drop(name, table)

    assert database_guards.missing_guards() == [table]


def test_a_migrate_run_leaves_every_guard_in_place(worlds):
    own, other = worlds
    before = installed()

    call_command("migrate", verbosity=0)

    assert installed() == before
    with pytest.raises(IntegrityError, match=REFUSALS):
        point(own[Measure], "plan_id", other[MeasurePlan].pk)


def test_installing_again_changes_nothing(db):
    before = installed()

    database_guards.install_guards()

    assert installed() == before


def test_a_row_of_any_organisation_may_point_to_a_shared_row_but_not_to_one_of_another():
    shared = Recommendation.objects.create(band="fix", finding="ขั้นตอนไม่ชัดเจน")
    foreign = Recommendation.objects.create(organization=an_organization(), band="fix", finding="ของอีกแห่งหนึ่ง")
    analysis = an_analysis(an_assessment())

    Analysis.objects.filter(pk=analysis.pk).update(drafted_from=shared)
    with pytest.raises(IntegrityError, match="another organization"), transaction.atomic():
        Analysis.objects.filter(pk=analysis.pk).update(drafted_from=foreign)
