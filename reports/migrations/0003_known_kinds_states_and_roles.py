from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0002_document_written_at"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["memo", "analysis", "measure_plan", "progress", "summary"])),
                name="document_kind_known",
                violation_error_message="ไม่รู้จักชนิดของเอกสาร",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["draft", "issued"])),
                name="document_status_known",
                violation_error_message="ไม่รู้จักสถานะของเอกสาร",
            ),
        ),
        migrations.AddConstraint(
            model_name="signer",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["author", "opinion", "decision"])),
                name="signer_role_known",
                violation_error_message="ไม่รู้จักบทบาทของผู้ลงนาม",
            ),
        ),
    ]
