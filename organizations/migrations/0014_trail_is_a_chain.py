from django.db import migrations, models
from django.db.models.functions import Coalesce


class Migration(migrations.Migration):
    dependencies = [
        ("organizations", "0013_chain_what_was_recorded"),
    ]

    operations = [
        migrations.AlterField(
            model_name="trailentry",
            name="sequence",
            field=models.PositiveBigIntegerField(verbose_name="ลำดับในสายประวัติ"),
        ),
        migrations.AddConstraint(
            model_name="trailentry",
            constraint=models.UniqueConstraint(
                Coalesce(models.F("organization"), models.Value(0), output_field=models.BigIntegerField()),
                "sequence",
                name="trail_sequence_once",
                violation_error_message="ลำดับนี้มีในสายประวัติแล้ว",
            ),
        ),
    ]
