from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("measures", "0006_entries_once")]

    operations = [
        migrations.AddField(
            model_name="measuretemplate",
            name="file_key",
            field=models.CharField(blank=True, editable=False, max_length=60, verbose_name="รหัสในแฟ้ม"),
        ),
        migrations.AddConstraint(
            model_name="measuretemplate",
            constraint=models.UniqueConstraint(
                condition=~Q(file_key=""),
                fields=("file_key",),
                name="measure_template_file_key_once",
                violation_error_message="มีมาตรการที่ใช้รหัสนี้แล้ว",
            ),
        ),
    ]
