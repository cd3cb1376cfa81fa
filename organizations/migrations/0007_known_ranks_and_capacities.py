from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organizations", "0006_trail_of_years"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="actingappointment",
            constraint=models.CheckConstraint(
                condition=models.Q(("capacity__in", ["acting", "for"])),
                name="acting_capacity_known",
                violation_error_message="ไม่รู้จักฐานะของผู้แทน",
            ),
        ),
        migrations.AddConstraint(
            model_name="position",
            constraint=models.CheckConstraint(
                condition=models.Q(("rank__in", ["head", "secretary", "deputy", "division_head", "officer"])),
                name="position_rank_known",
                violation_error_message="ไม่รู้จักชั้นของตำแหน่ง",
            ),
        ),
    ]
