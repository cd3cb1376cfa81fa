import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organizations", "0014_trail_is_a_chain"),
    ]

    operations = [
        migrations.AddField(
            model_name="actingappointment",
            name="version",
            field=models.PositiveIntegerField(default=1, verbose_name="รุ่นของข้อมูล"),
        ),
        migrations.AddField(
            model_name="division",
            name="version",
            field=models.PositiveIntegerField(default=1, verbose_name="รุ่นของข้อมูล"),
        ),
        migrations.AddField(
            model_name="membership",
            name="version",
            field=models.PositiveIntegerField(default=1, verbose_name="รุ่นของข้อมูล"),
        ),
        migrations.AddField(
            model_name="organization",
            name="version",
            field=models.PositiveIntegerField(default=1, verbose_name="รุ่นของข้อมูล"),
        ),
        migrations.AddField(
            model_name="position",
            name="version",
            field=models.PositiveIntegerField(default=1, verbose_name="รุ่นของข้อมูล"),
        ),
        migrations.AddField(
            model_name="term",
            name="version",
            field=models.PositiveIntegerField(default=1, verbose_name="รุ่นของข้อมูล"),
        ),
        migrations.AddField(
            model_name="user",
            name="session_epoch",
            field=models.PositiveIntegerField(default=0, verbose_name="รุ่นของการเข้าสู่ระบบ"),
        ),
        migrations.CreateModel(
            name="FailedAttempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("door", models.CharField(max_length=20, verbose_name="ประตู")),
                ("key_hash", models.CharField(max_length=64, verbose_name="ค่าแฮชของผู้ลอง")),
                ("at", models.DateTimeField(verbose_name="เมื่อ")),
            ],
            options={
                "verbose_name": "การลองที่ไม่สำเร็จ",
                "verbose_name_plural": "การลองที่ไม่สำเร็จ",
                "indexes": [
                    models.Index(fields=["door", "key_hash", "at"], name="attempts_at_a_door"),
                    models.Index(fields=["at"], name="attempts_by_age"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SecondFactor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sealed_secret", models.CharField(max_length=400, verbose_name="กุญแจที่ผนึกไว้")),
                ("confirmed_at", models.DateTimeField(verbose_name="เริ่มใช้เมื่อ")),
                ("last_step", models.BigIntegerField(default=0, verbose_name="รหัสล่าสุดที่ใช้แล้ว")),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="second_factor",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ผู้ใช้",
                    ),
                ),
            ],
            options={
                "verbose_name": "การยืนยันตัวตนชั้นที่สอง",
                "verbose_name_plural": "การยืนยันตัวตนชั้นที่สอง",
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person_name", models.CharField(max_length=200, verbose_name="ชื่อ–สกุลผู้ได้รับเชิญ")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="อีเมล")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("auditor", "ผู้ตรวจสอบภายใน"),
                            ("clerk", "เจ้าหน้าที่ธุรการ"),
                            ("executive", "ผู้บริหาร"),
                            ("division_staff", "เจ้าหน้าที่ส่วนราชการ"),
                            ("administrator", "ผู้ดูแลระบบของหน่วยงาน"),
                            ("overseer", "ผู้กำกับดูแลระดับจังหวัด"),
                            ("platform_administrator", "ผู้ดูแลระบบส่วนกลาง"),
                        ],
                        max_length=24,
                        verbose_name="บทบาท",
                    ),
                ),
                ("token_hash", models.CharField(max_length=64, unique=True, verbose_name="ค่าแฮชของลิงก์")),
                ("invited_at", models.DateTimeField(verbose_name="เชิญเมื่อ")),
                ("expires_at", models.DateTimeField(verbose_name="ใช้ได้ถึง")),
                ("accepted_at", models.DateTimeField(blank=True, null=True, verbose_name="ตอบรับเมื่อ")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="ถอนเมื่อ")),
                (
                    "accepted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accepted_invitations",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ผู้ตอบรับ",
                    ),
                ),
                (
                    "division",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="organizations.division",
                        verbose_name="ส่วนราชการ",
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sent_invitations",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ผู้เชิญ",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="organizations.organization",
                        verbose_name="หน่วยงาน",
                    ),
                ),
            ],
            options={
                "verbose_name": "คำเชิญ",
                "verbose_name_plural": "คำเชิญ",
                "ordering": ["organization", "-invited_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("role__in", ("auditor", "clerk", "executive", "division_staff", "administrator"))
                        ),
                        name="invitation_role_in_an_organization",
                        violation_error_message="เชิญได้เฉพาะบทบาทในหน่วยงาน",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("role", "division_staff"), _negated=True),
                            ("division__isnull", False),
                            _connector="OR",
                        ),
                        name="invitation_staff_has_division",
                        violation_error_message="เจ้าหน้าที่ส่วนราชการต้องระบุส่วนราชการที่สังกัด",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("accepted_at__isnull", True), ("accepted_by__isnull", True)),
                            models.Q(("accepted_at__isnull", False), ("accepted_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="invitation_accepted_by_somebody",
                        violation_error_message="คำเชิญที่ตอบรับแล้วต้องรู้ว่าใครตอบรับ",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RecoveryCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code_hash", models.CharField(max_length=64, verbose_name="ค่าแฮชของรหัสสำรอง")),
                ("used_at", models.DateTimeField(blank=True, null=True, verbose_name="ใช้เมื่อ")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recovery_codes",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ผู้ใช้",
                    ),
                ),
            ],
            options={
                "verbose_name": "รหัสสำรอง",
                "verbose_name_plural": "รหัสสำรอง",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "code_hash"),
                        name="recovery_code_once",
                        violation_error_message="มีรหัสสำรองนี้แล้ว",
                    )
                ],
            },
        ),
    ]
