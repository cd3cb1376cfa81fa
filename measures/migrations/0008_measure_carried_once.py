from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("measures", "0007_measure_template_file_key")]

    operations = [
        migrations.AddConstraint(
            model_name="measure",
            constraint=models.UniqueConstraint(
                condition=Q(carried_from__isnull=False),
                fields=("carried_from",),
                name="measure_carried_once",
                violation_error_message="มาตรการของปีก่อนเรื่องนี้ยกมาแล้ว",
            ),
        ),
    ]
