import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organizations", "0016_memo_numbers_drawn_here"),
        ("reports", "0005_editions_signatures_and_publications"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RegisterNumber",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "prefix",
                    models.CharField(blank=True, max_length=40, verbose_name="เลขประจำหน่วยงานหรือส่วนราชการ"),
                ),
                ("calendar_year", models.PositiveSmallIntegerField(verbose_name="ปีปฏิทิน (พ.ศ.)")),
                ("number", models.PositiveIntegerField(verbose_name="ลำดับที่")),
                ("printed", models.CharField(max_length=20, verbose_name="เลขที่ตามที่พิมพ์")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="หมายเหตุ")),
                ("taken_at", models.DateTimeField(auto_now_add=True, verbose_name="ลงทะเบียนเมื่อ")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="register_numbers",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="โดย",
                    ),
                ),
                (
                    "document",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="register_number",
                        to="reports.document",
                        verbose_name="บันทึกข้อความ",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="register_numbers",
                        to="organizations.organization",
                        verbose_name="หน่วยงาน",
                    ),
                ),
            ],
            options={
                "verbose_name": "ทะเบียนเลขที่บันทึกข้อความ",
                "verbose_name_plural": "ทะเบียนเลขที่บันทึกข้อความ",
                "ordering": ["organization", "prefix", "calendar_year", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "prefix", "calendar_year", "number"),
                        name="register_number_once",
                        violation_error_message="เลขที่นี้ใช้แล้วในทะเบียนของปีนี้",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)),
                        name="register_number_counts_from_one",
                        violation_error_message="เลขที่เริ่มจาก ๑",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("calendar_year__gte", 2540), ("calendar_year__lte", 2600)),
                        name="register_year_is_buddhist",
                        violation_error_message="ปีของทะเบียนต้องเป็น พ.ศ.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("document__isnull", False), models.Q(("note", ""), _negated=True), _connector="OR"
                        ),
                        name="register_number_says_for_what",
                        violation_error_message="โปรดเขียนว่าเลขนี้ใช้กับหนังสือเรื่องใด",
                    ),
                ],
            },
        ),
    ]
