"""Forms about score sheets: which file, which year, whose province."""

from django import forms
from django.core.exceptions import ValidationError

from assessments.models import Framework
from assessments.score_sheets import LIMIT_BYTES, MOST_ORGANIZATIONS
from assessments.score_sheets.refusals import EMPTY, MACRO
from ita_portal.thai_text import sort_key, to_thai_digits
from organizations.models import Organization, Province

MEGABYTES = to_thai_digits(str(LIMIT_BYTES // (1024 * 1024)))


class ScoreFileForm(forms.Form):
    """One spreadsheet. What is in it is judged by reading it; here only what a glance tells."""

    file = forms.FileField(
        label="แฟ้มคะแนนที่กรอกแล้ว",
        help_text=f"แฟ้ม Excel (.xlsx) ขนาดไม่เกิน {MEGABYTES} เมกะไบต์",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": "โปรดเลือกแฟ้มที่กรอกแล้ว", "empty": EMPTY},
    )

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if upload.name.lower().endswith((".xlsm", ".xltm")):
            raise ValidationError(MACRO)
        if upload.size > LIMIT_BYTES:
            raise ValidationError(f"แฟ้มนี้ใหญ่เกิน {MEGABYTES} เมกะไบต์ โปรดกรอกในแบบที่ดาวน์โหลดใหม่ และอย่าเพิ่มข้อมูลอื่น")
        return upload


class FrameworkField(forms.ModelChoiceField):
    """A year that has questions to score."""

    def __init__(self, **kwargs):
        years = Framework.objects.filter(instruments__isnull=False).distinct()
        super().__init__(
            years,
            label="ปี",
            empty_label=None,
            error_messages={"required": "โปรดเลือกปี", "invalid_choice": "ไม่มีเกณฑ์ของปีนี้"},
            **kwargs,
        )

    def label_from_instance(self, framework):
        return f"ปี {to_thai_digits(str(framework.year))}"


class BulkFileForm(ScoreFileForm):
    framework = FrameworkField()
    field_order = ["framework", "file"]


class BulkTemplateForm(forms.Form):
    """Which organisations get a row in the template: those of one province where one file cannot hold all."""

    framework = FrameworkField()
    province = forms.ModelChoiceField(
        Province.objects.none(), label="จังหวัด", empty_label="ทุกจังหวัด", required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["province"]
        field.queryset = Province.objects.filter(organizations__isnull=False).distinct()
        rows = sorted(field.queryset, key=lambda row: sort_key(row.name))
        if Organization.objects.unscoped("how many there are").count() > MOST_ORGANIZATIONS:
            field.required = field.widget.is_required = True
            field.empty_label = "โปรดเลือกจังหวัด"
        field.choices = [("", field.empty_label), *((row.pk, row.name) for row in rows)]
