from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("measures", "0008_measure_carried_once"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="measure",
            index=models.Index(
                condition=models.Q(("state", "not_started"), _negated=True),
                fields=["plan"],
                name="measure_begun_by_plan",
            ),
        ),
    ]
