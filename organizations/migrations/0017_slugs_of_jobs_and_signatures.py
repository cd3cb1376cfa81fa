from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organizations", "0016_memo_numbers_drawn_here"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="organization",
            name="organization_slug_not_reserved",
        ),
        migrations.AddConstraint(
            model_name="organization",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "slug__in",
                        [
                            "admin",
                            "api",
                            "design",
                            "executive",
                            "frameworks",
                            "guide",
                            "healthz",
                            "help",
                            "holidays",
                            "invitations",
                            "jobs",
                            "livez",
                            "login",
                            "logout",
                            "mail",
                            "media",
                            "p",
                            "people",
                            "province",
                            "public",
                            "recommendations",
                            "score-sheets",
                            "search",
                            "signatures",
                            "start",
                            "static",
                            "v",
                            "verify",
                            "work",
                        ],
                    ),
                    _negated=True,
                ),
                name="organization_slug_not_reserved",
                violation_error_message="ชื่อในที่อยู่เว็บนี้สงวนไว้สำหรับหน้าของระบบ โปรดเลือกชื่ออื่น",
            ),
        ),
    ]
