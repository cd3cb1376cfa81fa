import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import Coalesce


class Migration(migrations.Migration):
    dependencies = [
        ("organizations", "0011_slugs_of_new_pages"),
    ]

    operations = [
        migrations.CreateModel(
            name="TrailHead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(unique=True, verbose_name="สายที่")),
                ("length", models.PositiveBigIntegerField(default=0, verbose_name="จำนวนรายการ")),
                (
                    "last_seal",
                    models.CharField(blank=True, max_length=64, verbose_name="ตราของรายการสุดท้าย"),
                ),
                (
                    "chain_count",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="จำนวนสายทั้งหมด"),
                ),
                ("key_id", models.CharField(max_length=12, verbose_name="กุญแจที่ใช้ประทับตรา")),
                ("seal", models.CharField(max_length=64, verbose_name="ตราของหัวสาย")),
                (
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="trail_heads",
                        to="organizations.organization",
                        verbose_name="หน่วยงาน",
                    ),
                ),
            ],
            options={
                "verbose_name": "หัวสายประวัติการแก้ไข",
                "verbose_name_plural": "หัวสายประวัติการแก้ไข",
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(
                        Coalesce(
                            models.F("organization"), models.Value(0), output_field=models.BigIntegerField()
                        ),
                        name="trail_head_once",
                        violation_error_message="หน่วยงานนี้มีสายประวัติแล้ว",
                    ),
                ],
            },
        ),
        migrations.AlterField(
            model_name="trailentry",
            name="at",
            field=models.DateTimeField(verbose_name="เมื่อ"),
        ),
        migrations.AddField(
            model_name="trailentry",
            name="sequence",
            field=models.PositiveBigIntegerField(null=True, verbose_name="ลำดับในสายประวัติ"),
        ),
        migrations.AddField(
            model_name="trailentry",
            name="previous",
            field=models.CharField(blank=True, max_length=64, verbose_name="ตราของรายการก่อนหน้า"),
        ),
        migrations.AddField(
            model_name="trailentry",
            name="key_id",
            field=models.CharField(default="", max_length=12, verbose_name="กุญแจที่ใช้ประทับตรา"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="trailentry",
            name="seal",
            field=models.CharField(default="", max_length=64, verbose_name="ตราของรายการ"),
            preserve_default=False,
        ),
    ]
