"""Numbers that memos have already go into the register, each once: of two memos with one number the earlier keeps it.

What is no plain number, or has no date, stays as it is printed and enters the register when its memo is next written.
"""

import re

from django.db import migrations

from ita_portal.thai_text import to_arabic_digits

NUMBER = re.compile(r"[0-9]{1,6}")
YEARS_AHEAD = 543  # of the Buddhist era


def register(apps, schema_editor):
    RegisterNumber = apps.get_model("reports", "RegisterNumber")
    memos = apps.get_model("reports", "Document").objects.filter(kind="memo", dated_on__isnull=False)
    taken = set()
    for memo in memos.exclude(number="").select_related("organization", "division").order_by("dated_on", "pk"):
        digits = to_arabic_digits(memo.number)
        division = memo.division.document_number_prefix if memo.division else ""
        prefix = division or memo.organization.document_number_prefix
        if not NUMBER.fullmatch(digits) or int(digits) == 0:
            continue
        place = (memo.organization_id, prefix, memo.dated_on.year + YEARS_AHEAD, int(digits))
        if place not in taken:
            taken.add(place)
            organization_id, prefix, year, number = place
            RegisterNumber.objects.create(
                organization_id=organization_id,
                prefix=prefix,
                calendar_year=year,
                number=number,
                printed=memo.number,
                document=memo,
            )


def forget(apps, schema_editor):
    """The table goes with the step before."""


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0006_register_of_memo_numbers"),
    ]

    operations = [migrations.RunPython(register, forget)]
