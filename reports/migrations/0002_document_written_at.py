from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organizations", "0007_known_ranks_and_capacities"),
        ("reports", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="document",
            name="written_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="ถ้อยคำตรงกับตัวเลขเมื่อ"
            ),
        ),
    ]
