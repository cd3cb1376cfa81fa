"""The chain of the trail: what is sealed, and that no tampering with the database goes unseen.

LONG=1 ./test tests/organizations/test_trail_chain.py tries 1,000 tamperings of the 100.
"""

import os
import random
from datetime import UTC, datetime
from importlib import import_module
from io import StringIO
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, models, transaction

from organizations import trail
from organizations.database_guards import remove_guards
from organizations.models import TrailEntry, TrailHead
from organizations.trail_audit import audit, chains_gone, heads_hold
from organizations.trail_chain import ENTRY, HEAD, Damage, KeyRing, canonical
from tests.builders import a_user, an_organization

pytestmark = pytest.mark.django_db

TAMPERINGS = 1_000 if os.environ.get("LONG") else 100
SEED = 2569
TABLE, HEADS = "organizations_trailentry", "organizations_trailhead"


@pytest.fixture
def organization():
    """An organisation with six acts on its trail."""
    return with_acts(6)


def with_acts(count):
    organization, user = an_organization(), a_user()
    for number in range(count):
        trail.record("test", organization, by=user, changes={"name": (f"ชื่อ {number}", f"ชื่อ {number + 1}")})
    return organization


def entries_of(organization):
    return list(TrailEntry.objects.filter(organization=organization).order_by("sequence"))


def breaks_of(organization):
    (report,) = audit([organization])
    return [(found.damage, found.sequence) for found in report.breaks]


def execute(statement, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def without_guards(statement, *parameters):
    """Raw SQL by somebody who may do anything with the database."""
    remove_guards()
    execute(statement, *parameters)


def set_field(row, name, value):
    column = row._meta.get_field(name).column
    without_guards(f'UPDATE "{row._meta.db_table}" SET "{column}" = %s WHERE id = %s', value, row.pk)


def verify(*arguments):
    """(what verify_audit says, does it end with an error?)"""
    out = StringIO()
    try:
        call_command("verify_audit", *arguments, stdout=out)
    except CommandError as error:
        return out.getvalue() + str(error), True
    return out.getvalue(), False


# -- What is written -------------------------------------------------------------------------------


def test_entries_are_counted_and_each_carries_the_seal_of_the_one_before(organization):
    entries = entries_of(organization)

    assert [entry.sequence for entry in entries] == [1, 2, 3, 4, 5, 6]
    assert [entry.previous for entry in entries] == ["", *(entry.seal for entry in entries[:-1])]
    assert len({entry.seal for entry in entries}) == 6


def test_every_organisation_counts_for_itself_and_so_does_what_all_share(organization):
    other = with_acts(2)
    shared = trail.record("test", a_user(), by=None)

    assert [entry.sequence for entry in entries_of(other)] == [1, 2]
    assert (shared.organization, shared.sequence) == (None, 1)


def test_the_head_is_the_last_entry(organization):
    last = entries_of(organization)[-1]

    head = trail.head(organization)

    assert (head.length, head.last_seal) == (6, last.seal)


def test_a_chain_that_has_not_begun_has_an_empty_head():
    head = trail.head(an_organization())

    assert (head.length, head.last_seal) == (0, "")


def test_a_whole_trail_is_said_to_be_whole(organization):
    said, is_broken = verify()

    assert "ครบถ้วน ไม่พบร่องรอย" in said
    assert f"{organization}: ๖ รายการ ครบถ้วน" in said
    assert not is_broken


def test_an_act_that_is_taken_back_leaves_no_gap(organization):
    with transaction.atomic():
        trail.record("test", organization, by=None)
        transaction.set_rollback(True)

    entry = trail.record("test", organization, by=None)

    assert entry.sequence == 7
    assert breaks_of(organization) == []


def test_values_are_written_in_one_way():
    moment = datetime(2026, 1, 5, 2, 3, 4, 5, tzinfo=UTC)

    written = canonical(ENTRY, {"b": moment, "a": {"ข": 1, "ก": None}})

    assert written == (b'["entry",{"a":{"\\u0e01":null,"\\u0e02":1},"b":"2026-01-05T02:03:04.000005+00:00"}]')


def test_the_seal_of_a_head_is_never_that_of_an_entry():
    ring = KeyRing(["key"])

    assert ring.seal(ENTRY, {"a": 1}, ring.present) != ring.seal(HEAD, {"a": 1}, ring.present)


def test_what_was_recorded_before_there_was_a_chain_is_sealed_as_it_stands(organization):
    other = with_acts(2)
    trail.record("test", a_user(), by=None)
    migration = import_module("organizations.migrations.0013_chain_what_was_recorded")
    without_guards(f"UPDATE {TABLE} SET sequence = sequence + 1000, previous = '', key_id = '', seal = ''")
    execute(f"DELETE FROM {HEADS}")

    migration.chain(apps, SimpleNamespace(connection=connection, execute=execute))

    assert [report.length for report in audit()] == [1, 6, 2]
    assert [report.breaks for report in audit()] == [(), (), ()]
    assert trail.record("test", other, by=None).sequence == 3
    assert heads_hold()


# -- Keys ------------------------------------------------------------------------------------------


def test_a_new_key_goes_on_where_the_old_one_ended(organization, settings):
    settings.TRAIL_OLD_KEYS, settings.TRAIL_KEY = [settings.TRAIL_KEY], "another key"
    trail.record("test", organization, by=None)

    assert breaks_of(organization) == []
    assert len({entry.key_id for entry in entries_of(organization)}) == 2


def test_the_old_key_seals_nothing_after_the_new_one(organization, settings):
    old, new = settings.TRAIL_KEY, "another key"
    settings.TRAIL_OLD_KEYS, settings.TRAIL_KEY = [old], new
    trail.record("test", organization, by=None)
    settings.TRAIL_OLD_KEYS, settings.TRAIL_KEY = [], old
    trail.record("test", organization, by=None)

    settings.TRAIL_OLD_KEYS, settings.TRAIL_KEY = [old], new

    assert breaks_of(organization) == [(Damage.OLD_KEY, 8)]


def test_entries_whose_key_is_lost_are_named(organization, settings):
    settings.TRAIL_KEY = "another key"

    assert (Damage.UNKNOWN_KEY, 1) in breaks_of(organization)


# -- Tampering -------------------------------------------------------------------------------------


def another_value(field, value):
    """A value of the field's kind that is not the one stored, and can be stored by raw SQL."""
    if isinstance(field, models.ForeignKey):
        return an_organization().pk if field.name == "organization" else a_user().pk
    if isinstance(field, models.JSONField):
        return '{"name": ["ชื่อ 2", "ชื่อปลอม"]}'
    if isinstance(field, models.DateTimeField):
        return value.replace(microsecond=(value.microsecond + 1) % 1_000_000)
    if isinstance(field, models.IntegerField):
        return (value or 0) + 1_000
    return (str(value)[:-1] + ("0" if str(value)[-1:] != "0" else "1"))[: field.max_length]


@pytest.mark.parametrize("name", [field.name for field in TrailEntry._meta.concrete_fields])
def test_a_change_of_any_field_is_found(organization, name):
    entry = entries_of(organization)[2]
    field = TrailEntry._meta.get_field(name)

    set_field(entry, name, another_value(field, getattr(entry, field.attname)))

    assert breaks_of(organization)[0][1] in (3, 4)
    assert verify()[1]


@pytest.mark.parametrize("name", [field.name for field in TrailHead._meta.concrete_fields])
def test_a_change_of_any_field_of_a_head_is_found(organization, name):
    head = TrailHead.objects.get(organization=organization)
    field = TrailHead._meta.get_field(name)

    set_field(head, name, another_value(field, getattr(head, field.attname)))

    assert not heads_hold()
    assert verify()[1]


def test_a_removed_entry_is_missed_with_its_number(organization):
    without_guards(f"DELETE FROM {TABLE} WHERE id = %s", entries_of(organization)[3].pk)

    assert breaks_of(organization) == [(Damage.MISSING, 4)]
    assert "รายการที่ ๔: รายการหายไป" in verify("--organization", organization.slug)[0]


def test_entries_removed_at_the_end_are_missed(organization):
    without_guards(f"DELETE FROM {TABLE} WHERE organization_id = %s AND sequence > 4", organization.pk)

    assert breaks_of(organization) == [(Damage.CUT_OFF, 5)]


def test_a_removed_end_is_missed_also_when_the_head_is_put_back(organization):
    fourth = entries_of(organization)[3]
    remove_guards()
    execute(f"DELETE FROM {TABLE} WHERE organization_id = %s AND sequence > 4", organization.pk)
    change = f"UPDATE {HEADS} SET length = 4, last_seal = %s WHERE organization_id = %s"
    execute(change, fourth.seal, organization.pk)

    assert breaks_of(organization) == [(Damage.HEAD_CHANGED, None)]


def test_a_removed_chain_without_its_head_is_missed(organization):
    remove_guards()
    for table in (TABLE, HEADS):
        execute(f"DELETE FROM {table} WHERE organization_id = %s", organization.pk)

    said, is_broken = verify()

    assert "หายไปทั้งสาย" in said
    assert is_broken
    assert not heads_hold()


def test_the_chain_that_was_begun_last_is_missed_as_well(organization):
    last = with_acts(1)
    remove_guards()
    for table in (TABLE, HEADS):
        execute(f"DELETE FROM {table} WHERE organization_id = %s", last.pk)

    assert len(chains_gone()) == 1


@pytest.mark.parametrize("whose", ["organization", "shared"])
def test_a_head_that_is_gone_is_missed(organization, whose):
    trail.record("test", a_user(), by=None)
    condition = f"organization_id = {organization.pk}" if whose == "organization" else "organization_id IS NULL"

    without_guards(f"DELETE FROM {HEADS} WHERE {condition}")

    said, is_broken = verify()
    assert "หัวสายหายไป" in said
    assert is_broken


def test_entries_that_change_places_are_found(organization):
    second, third = entries_of(organization)[1:3]
    remove_guards()
    for row, place in ((second, 99), (third, 2), (second, 3)):
        set_field(row, "sequence", place)

    assert {place for _, place in breaks_of(organization)} >= {2, 3}


def test_an_entry_written_past_the_portal_is_found(organization):
    columns = [field.column for field in TrailEntry._meta.concrete_fields]
    copied = {"id": "id + 1000", "sequence": "sequence + 1", "previous": "seal"}
    values = ", ".join(copied.get(name, name) for name in columns)
    last = entries_of(organization)[-1]

    execute(f"INSERT INTO {TABLE} ({', '.join(columns)}) SELECT {values} FROM {TABLE} WHERE id = %s", last.pk)

    assert breaks_of(organization) == [(Damage.BEYOND_HEAD, 7)]


def test_an_entry_moved_to_another_organisation_is_found_in_both(organization):
    other = with_acts(2)

    without_guards(
        f"UPDATE {TABLE} SET organization_id = %s WHERE id = %s", other.pk, entries_of(organization)[5].pk
    )

    assert breaks_of(organization) == [(Damage.CUT_OFF, 6)]
    assert breaks_of(other) == [(Damage.BEYOND_HEAD, 6)]


def test_a_chain_sealed_anew_with_another_key_is_found(organization, settings):
    key = settings.TRAIL_KEY
    settings.TRAIL_KEY = "the forger's key"
    remove_guards()
    execute(f"DELETE FROM {TABLE}")
    execute(f"DELETE FROM {HEADS}")
    trail.record("test", organization, by=None)

    settings.TRAIL_KEY = key

    assert not heads_hold()
    assert (Damage.UNKNOWN_KEY, 1) in breaks_of(organization)


@pytest.mark.skipif(connection.vendor == "postgresql", reason="PostgreSQL lets no such value into the column")
@pytest.mark.parametrize(("column", "value"), [("at", "เมื่อวาน"), ("subject_id", "x"), ("verb", b"\xff")])
def test_a_value_that_cannot_even_be_read_is_found(organization, column, value):
    entry = entries_of(organization)[2]

    without_guards(f'UPDATE {TABLE} SET "{column}" = %s WHERE id = %s', value, entry.pk)

    assert next(place for _, place in breaks_of(organization)) == 3
    assert verify()[1]


def test_every_one_of_many_random_tamperings_is_found(organization, capsys):
    with_acts(4)
    trail.record("test", a_user(), by=None)
    luck, found = random.Random(SEED), 0
    remove_guards()

    for _ in range(TAMPERINGS):
        with transaction.atomic():
            tamper(luck)
            found += any(report.breaks for report in audit()) or bool(chains_gone())
            transaction.set_rollback(True)

    with capsys.disabled():
        print(f"\n{TAMPERINGS} random tamperings, seed {SEED}: {found} found")
    assert found == TAMPERINGS


def tamper(luck):
    """One random change of the trail's tables by raw SQL."""
    model = luck.choice([TrailEntry, TrailEntry, TrailEntry, TrailHead])
    row = luck.choice(list(model.objects.order_by("pk")))
    table = model._meta.db_table
    if luck.random() < 0.25:
        execute(f"DELETE FROM {table} WHERE id = %s", row.pk)
        return
    field = luck.choice(model._meta.concrete_fields)
    value = another_value(field, getattr(row, field.attname))
    execute(f'UPDATE {table} SET "{field.column}" = %s WHERE id = %s', value, row.pk)


# -- The head on paper -----------------------------------------------------------------------------


def test_a_head_that_a_document_prints_is_found_with_its_moment(organization):
    entry = entries_of(organization)[3]

    said, is_broken = verify("--head", entry.seal[:16].upper())

    assert f"พบหัวของประวัติที่พิมพ์ในเอกสาร: {organization} รายการที่ ๔ บันทึกเมื่อ" in said
    assert not is_broken


def test_a_head_that_the_chain_never_had_is_told(organization):
    said, is_broken = verify("--organization", organization.slug, "--head", "0" * 64)

    assert "ไม่พบหัวของประวัติที่พิมพ์ในเอกสาร" in said
    assert is_broken


@pytest.mark.parametrize("arguments", [("--head", "%"), ("--organization", "no-such-place")])
def test_what_cannot_be_looked_for_is_said(arguments):
    _, is_broken = verify(*arguments)

    assert is_broken
