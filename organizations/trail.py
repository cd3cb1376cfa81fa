"""Writing the trail: verbs call `record` in the transaction of the change they make, as the last thing they do.

An entry is sealed into the chain of its organisation (trail_chain.py), and for that the head of the chain is held until
the transaction ends: on PostgreSQL acts of one organisation come after one another from here on, on SQLite all acts do
anyway. So a verb first takes every row it changes and then records; a verb that records several times holds the one row
on which they all hang (the assessment, the plan, the document) before its first act. Then nobody waits in a circle;
tests/test_verbs.py looks at every verb. A verb for many organisations records in the order of their keys, what all share
last.
"""

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from organizations.models import Organization, TrailEntry, TrailHead
from organizations.trail_chain import ENTRY, HEAD, START, Head, KeyRing

LONGEST_NAME = TrailEntry._meta.get_field("subject_name").max_length


def record(verb, subject, *, by, changes=None):
    """Write one act on `subject` to the trail.

    `changes` maps a field to (old, new); equal pairs are left out, values are kept as text. `by` is a User, or None
    for a command. Returns the entry.
    """
    return append(_entry(verb, subject, by, changes))


def record_each(verb, acts, *, by):
    """Write the same act on many subjects of one organisation, [(subject, changes)], in their order, as one."""
    _append([_entry(verb, subject, by, changes) for subject, changes in acts])


def append(entry):
    """Seal an entry that is not stored yet into the chain of its organisation, store it, and return it."""
    _append([entry])
    return entry


def _entry(verb, subject, by, changes):
    kept = {
        field: [_as_text(old), _as_text(new)] for field, (old, new) in (changes or {}).items() if old != new
    }
    return TrailEntry(
        organization_id=subject.pk
        if isinstance(subject, Organization)
        else getattr(subject, "organization_id", None),
        by=by,
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        subject_name=str(subject)[:LONGEST_NAME],
        fiscal_year=_year_of(subject),
        changes=kept,
    )


@transaction.atomic(savepoint=False)  # without its entries the whole act fails
def _append(entries):
    """Seal entries of one organisation and store them; the head of its chain is taken and sealed once."""
    if not entries:
        return
    ring, head = key_ring(), _held_head(entries[0].organization_id)
    for entry, entry.pk in zip(entries, _next_keys(len(entries)), strict=True):
        entry.at = timezone.now()
        entry.sequence, entry.previous, entry.key_id = head.length + 1, head.last_seal, ring.present
        entry.seal = ring.seal(ENTRY, sealed_values(entry), entry.key_id)
        entry.save(force_insert=True)
        head.length, head.last_seal = entry.sequence, entry.seal
    _seal_head(head, ring)


def head(organization):
    """How many entries the chain of an organisation has and the seal of the last: what documents print as an anchor.

    None for the chain of what all share. A chain that has not begun has no entries and "" for a seal.
    """
    rows = TrailHead.objects.unscoped("tells nothing but a number and a sum")
    found = rows.filter(organization=organization).first()
    return Head(found.length, found.last_seal) if found else Head(0, START)


def latest(row):
    """The number of the latest act on a row, 0 when there is none.

    Two looks that find the same number saw the same row: what a person confirms is what the page showed.
    """
    return row.organization.trail.about(row).values_list("pk", flat=True).last() or 0


def key_ring():
    """The keys of the settings: older ones open what they sealed, TRAIL_KEY seals."""
    return KeyRing([*settings.TRAIL_OLD_KEYS, settings.TRAIL_KEY])


def sealed_values(row):
    """What the seal of an entry or a head covers: every field but the seal, where it differs from what it begins with.

    Values as the database gives them back, also for a row that was never stored.
    """
    values = {field: field.to_python(getattr(row, field.attname)) for field in row._meta.concrete_fields}
    return {
        field.attname: value
        for field, value in values.items()
        if field.name != "seal" and value != field.get_default()
    }


# -- Heads -----------------------------------------------------------------------------------------


def _held_head(organization_id):
    """The head of a chain, held for the time of this transaction; a chain that has none yet is begun."""
    rows = TrailHead.objects.unscoped("the chain of the act in hand").select_for_update()
    found = rows.filter(organization_id=organization_id).first()
    if found is None:
        _begin(organization_id)
        found = rows.get(organization_id=organization_id)
    return found


def _begin(organization_id):
    """Add the head of a new chain, unless somebody else does at this moment, and let the shared head count it."""
    if organization_id is None:
        head = TrailHead(number=1, chain_count=1)
        _store_new(head)
        return
    shared = _held_head(None)
    if (
        TrailHead.objects.unscoped("the chain of the act in hand")
        .filter(organization_id=organization_id)
        .exists()
    ):
        return  # somebody was quicker
    shared.chain_count += 1
    _store_new(TrailHead(organization_id=organization_id, number=shared.chain_count))
    _seal_head(shared, key_ring())


def _store_new(head):
    ring = key_ring()
    (head.pk,) = _next_keys(1, TrailHead)
    head.key_id = ring.present
    head.seal = ring.seal(HEAD, sealed_values(head), head.key_id)
    TrailHead.objects.bulk_create([head], ignore_conflicts=True)


def _seal_head(head, ring):
    head.key_id = ring.present
    head.seal = ring.seal(HEAD, sealed_values(head), head.key_id)
    head.save(force_update=True)


def _next_keys(count, model=TrailEntry):
    """Keys for new rows before they are stored, so that the seal can cover them."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sequence = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
            cursor.execute(sequence, [table, count])
            return [key for (key,) in cursor.fetchall()]
        cursor.execute(f'SELECT COALESCE(MAX(id), 0) + 1 FROM "{table}"')  # one transaction writes at a time
        first = cursor.fetchone()[0]
        return range(first, first + count)


# -- Pieces ----------------------------------------------------------------------------------------


def _as_text(value):
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value))
    return None if value is None else str(value)


def _year_of(row):
    """The fiscal year whose work a row belongs to: its own, else that of the row it is part of; None without one."""
    for name in ("fiscal_year", "year"):
        if hasattr(row, name):
            return getattr(row, name)
    parent = getattr(row, "organization_from", None)
    return _year_of(getattr(row, parent)) if parent else None
