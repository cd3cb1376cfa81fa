from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0007_register_known_numbers"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                condition=models.Q(("current_edition__isnull", False)),
                fields=["fiscal_year", "kind", "organization"],
                name="document_issued_by_year",
            ),
        ),
        migrations.AddIndex(
            model_name="publication",
            index=models.Index(
                condition=models.Q(("superseded_at__isnull", True), ("withdrawn_at__isnull", True)),
                fields=["fiscal_year", "kind", "organization"],
                name="publication_in_force_by_year",
            ),
        ),
    ]
