"""Forms of documents: the office's own words around the data."""

from datetime import UTC, datetime

from django import forms
from django.core.validators import MinValueValidator

from ita_portal.fields import ThaiDateField, ThaiLineField, ThaiTextField
from ita_portal.thai_text import to_thai_digits
from reports.models import PROGRESS_REPORTS, Document, DocumentKind

EARLIEST_READING = datetime(2000, 1, 1, tzinfo=UTC)  # nothing was read before there was a portal
PARAGRAPHS = "หนึ่งบรรทัดคือหนึ่งย่อหน้า"


def _long(label, rows=6, help_text=PARAGRAPHS):
    widget = forms.Textarea(attrs={"rows": rows})
    return ThaiTextField(label=label, required=False, widget=widget, help_text=help_text)


class ReadForm(forms.Form):
    """What a page showed, and when: the version of the document, and the moment its figures were read."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    read_at = forms.DateTimeField(
        widget=forms.HiddenInput,
        required=False,
        validators=[MinValueValidator(EARLIEST_READING, "เวลาที่เปิดหน้านี้ไม่ถูกต้อง โปรดเปิดหน้านี้ใหม่")],
    )

    def moment_of_reading(self, now):
        """When the figures were before the writer's eyes; never later than now."""
        return min(self.cleaned_data["read_at"] or now, now)


class DocumentWordsForm(ReadForm):
    """The words of a document of one kind; what the data says is not asked again."""

    subject = ThaiLineField(label="เรื่อง", max_length=300)
    division = forms.ModelChoiceField(
        label="ส่วนราชการเจ้าของเรื่อง", queryset=None, required=False, empty_label="ไม่ระบุ"
    )
    number = ThaiTextField(
        label="เลขที่",
        max_length=20,
        required=False,
        help_text="เฉพาะเลขหลังเครื่องหมาย / ตามทะเบียนหนังสือ เช่น ๐๐๕ ลงวันที่ด้วย เพราะเลขที่นับใหม่ทุกปีปฏิทิน",
    )
    dated_on = ThaiDateField(label="ลงวันที่", required=False)
    phone_text = ThaiTextField(
        label="โทรศัพท์ที่พิมพ์", max_length=120, required=False, help_text="ว่างไว้: พิมพ์จากข้อมูลหน่วยงาน"
    )
    addressee = ThaiTextField(
        label="เรียน", max_length=200, required=False, help_text="ว่างไว้: ผู้บริหารสูงสุดของหน่วยงาน"
    )
    body = _long("เนื้อความ", rows=12)
    closing = ThaiTextField(
        label="ข้อความปิดท้าย", max_length=200, required=False, help_text="ว่างไว้: จึงเรียนมาเพื่อโปรดทราบ"
    )
    preface = _long("คำนำ")
    introduction = _long("ความนำก่อนตาราง")
    conclusion = _long("ความท้ายตาราง")

    FIELDS_OF = {
        DocumentKind.MEMO: [
            "subject",
            "division",
            "number",
            "dated_on",
            "phone_text",
            "addressee",
            "body",
            "closing",
        ],
        DocumentKind.ANALYSIS: ["subject", "division", "introduction"],
        DocumentKind.MEASURE_PLAN: ["subject", "division", "dated_on", "introduction", "conclusion"],
        **dict.fromkeys(
            PROGRESS_REPORTS, ("subject", "division", "dated_on", "preface", "introduction", "conclusion")
        ),
    }

    def __init__(self, document, *args, read_at, **kwargs):
        self.document = document
        self.theirs = []  # (label, text) of what somebody else saved in between
        names = self.FIELDS_OF[document.kind]
        initial = {name: getattr(document, name) for name in (*names, "version")}
        super().__init__(*args, initial={**initial, "read_at": read_at}, **kwargs)
        for name in set(self.fields) - {*names, *ReadForm.base_fields}:
            del self.fields[name]
        self.fields["division"].queryset = document.organization.divisions.all()

    def show_conflict(self, current, now):
        """Keep what was typed beside what is stored now; saving again is a choice made with both in sight."""
        self.theirs = [(self.fields[name].label, getattr(current, name)) for name in self.values]
        self.data = {**self.data.dict(), "version": current.version, "read_at": now}

    @property
    def values(self):
        """The cleaned words alone."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ReadForm.base_fields}


def blank_document(organization, year, kind, subject="", body=()):
    """A document that has not been written yet, with the words composed from the data, in Thai digits to be edited."""
    words = {"subject": to_thai_digits(subject), "body": to_thai_digits("\n".join(body))}
    return Document(organization=organization, fiscal_year=year, kind=kind, **words)
