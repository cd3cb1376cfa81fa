from django.db import migrations

import ita_portal.model_fields


class Migration(migrations.Migration):
    dependencies = [
        ("organizations", "0008_holidays_may_be_cancelled"),
    ]

    operations = [
        migrations.AddField(
            model_name="organization",
            name="sort_name",
            field=ita_portal.model_fields.ThaiOrderField(
                db_index=True,
                default="",
                editable=False,
                max_length=640,
                of="name",
                verbose_name="ลำดับตามพจนานุกรม",
            ),
        ),
        migrations.AddField(
            model_name="province",
            name="sort_name",
            field=ita_portal.model_fields.ThaiOrderField(
                default="", editable=False, max_length=640, of="name", verbose_name="ลำดับตามพจนานุกรม"
            ),
        ),
    ]
