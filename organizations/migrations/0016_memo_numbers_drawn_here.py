from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organizations", "0015_people_and_second_factor"),
    ]

    operations = [
        migrations.AddField(
            model_name="organization",
            name="draws_memo_numbers",
            field=models.BooleanField(default=False, verbose_name="ออกเลขที่บันทึกข้อความจากระบบนี้"),
        ),
    ]
