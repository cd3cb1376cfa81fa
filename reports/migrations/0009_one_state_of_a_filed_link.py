from django.db import migrations, models


class Migration(migrations.Migration):
    """Whether a filed address opens is told by the two moments, as for the links of evidence."""

    dependencies = [("reports", "0008_issued_and_published_by_year")]

    operations = [
        migrations.RemoveField(model_name="filing", name="is_good"),
        migrations.AlterField(
            model_name="filing",
            name="link_state",
            field=models.CharField(blank=True, max_length=300, verbose_name="สถานะลิงก์"),
        ),
        migrations.AlterField(
            model_name="filing",
            name="checked_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="ตรวจลิงก์เมื่อ"),
        ),
        migrations.AlterField(
            model_name="filing",
            name="last_good_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="เปิดได้ครั้งล่าสุดเมื่อ"),
        ),
    ]
