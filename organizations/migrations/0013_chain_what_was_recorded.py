"""What was recorded before the trail became a chain is sealed as it stands, in the order of its keys.

The guard that keeps the trail from being changed is off while migrations run. Nothing is held of the trail but one
entry of each chain.
"""

from django.conf import settings
from django.core.management.color import no_style
from django.db import migrations

from organizations.trail_chain import ENTRY, HEAD, KeyRing


def sealed(row, kind, ring):
    """The row with its seal, over every field as it stands."""
    row.key_id = ring.present
    values = {field: getattr(row, field.attname) for field in row._meta.concrete_fields if field.name != "seal"}
    kept = {field.attname: value for field, value in values.items() if value != field.get_default()}
    row.seal = ring.seal(kind, kept, row.key_id)
    return row


def chain(apps, schema_editor):
    entries = apps.get_model("organizations", "TrailEntry").objects.order_by("pk")
    if not entries.exists():
        return
    TrailHead = apps.get_model("organizations", "TrailHead")
    ring = KeyRing([*settings.TRAIL_OLD_KEYS, settings.TRAIL_KEY])
    heads = {None: TrailHead(pk=1, number=1)}
    for entry in entries.iterator(chunk_size=500):
        place = len(heads) + 1
        head = heads.setdefault(
            entry.organization_id, TrailHead(pk=place, number=place, organization_id=entry.organization_id)
        )
        entry.sequence, entry.previous = head.length + 1, head.last_seal
        sealed(entry, ENTRY, ring).save(update_fields=["sequence", "previous", "key_id", "seal"])
        head.length, head.last_seal = entry.sequence, entry.seal
    heads[None].chain_count = len(heads)
    TrailHead.objects.bulk_create(sealed(head, HEAD, ring) for head in heads.values())
    for statement in schema_editor.connection.ops.sequence_reset_sql(no_style(), [TrailHead]):
        schema_editor.execute(statement)


def unchain(apps, schema_editor):
    """The columns go in the step before; the heads do not outlive them."""
    apps.get_model("organizations", "TrailHead").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("organizations", "0012_columns_of_the_chain"),
    ]

    operations = [migrations.RunPython(chain, unchain)]
