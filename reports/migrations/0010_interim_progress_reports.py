from django.db import migrations, models

KINDS = [
    ("memo", "บันทึกข้อความ"),
    ("analysis", "รายงานการวิเคราะห์ผลการประเมิน"),
    ("measure_plan", "มาตรการส่งเสริมคุณธรรมและความโปร่งใส"),
    ("progress", "รายงานผลการดำเนินการ"),
    ("progress-3", "รายงานผลการดำเนินการ รอบ ๓ เดือน"),
    ("progress-6", "รายงานผลการดำเนินการ รอบ ๖ เดือน"),
    ("progress-9", "รายงานผลการดำเนินการ รอบ ๙ เดือน"),
    ("summary", "สรุปสำหรับผู้บริหาร"),
]


def field():
    return models.CharField(choices=KINDS, max_length=16, verbose_name="ชนิด")


def known(name):
    return models.CheckConstraint(
        condition=models.Q(("kind__in", [kind for kind, _ in KINDS])),
        name=name,
        violation_error_message="ไม่รู้จักชนิดของเอกสาร",
    )


class Migration(migrations.Migration):
    """The progress reports of a part of the year are documents of their own."""

    dependencies = [("reports", "0009_one_state_of_a_filed_link")]

    operations = [
        migrations.RemoveConstraint(model_name="document", name="document_kind_known"),
        migrations.RemoveConstraint(model_name="edition", name="edition_kind_known"),
        migrations.AlterField(model_name="document", name="kind", field=field()),
        migrations.AlterField(model_name="edition", name="kind", field=field()),
        migrations.AlterField(model_name="publication", name="kind", field=field()),
        migrations.AddConstraint(model_name="document", constraint=known("document_kind_known")),
        migrations.AddConstraint(model_name="edition", constraint=known("edition_kind_known")),
    ]
