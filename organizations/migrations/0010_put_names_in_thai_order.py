from django.db import migrations

from ita_portal.thai_text import sort_key

BATCH = 500


def put_in_order(apps, schema_editor):
    for name in ("Organization", "Province"):
        model = apps.get_model("organizations", name)
        rows = list(model.objects.all())
        for row in rows:
            row.sort_name = sort_key(row.name)
        model.objects.bulk_update(rows, ["sort_name"], batch_size=BATCH)


class Migration(migrations.Migration):
    dependencies = [
        ("organizations", "0009_names_in_thai_order"),
    ]

    operations = [migrations.RunPython(put_in_order, migrations.RunPython.noop)]
