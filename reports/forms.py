"""Forms of documents: the office's own words around the data."""

from django import forms

from ita_portal.fields import ThaiDateField, ThaiTextField
from reports.models import Document, DocumentKind

PARAGRAPHS = "หนึ่งบรรทัดคือหนึ่งย่อหน้า"


def _long(label, rows=6, help_text=PARAGRAPHS):
    widget = forms.Textarea(attrs={"rows": rows})
    return ThaiTextField(label=label, required=False, widget=widget, help_text=help_text)


class DocumentWordsForm(forms.Form):
    """The words of a document of one kind; what the data says is not asked again."""

    subject = ThaiTextField(label="เรื่อง", max_length=300)
    division = forms.ModelChoiceField(
        label="ส่วนราชการเจ้าของเรื่อง", queryset=None, required=False, empty_label="ไม่ระบุ"
    )
    number = ThaiTextField(
        label="เลขที่", max_length=20, required=False, help_text="เฉพาะเลขหลังเครื่องหมาย / ตามทะเบียนหนังสือ"
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
    version = forms.IntegerField(widget=forms.HiddenInput)

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
        DocumentKind.PROGRESS: ["subject", "division", "dated_on", "preface", "introduction", "conclusion"],
    }

    def __init__(self, document, *args, **kwargs):
        self.document = document
        names = self.FIELDS_OF[document.kind]
        initial = {name: getattr(document, name) for name in (*names, "version")}
        super().__init__(*args, initial=initial, **kwargs)
        for name in set(self.fields) - {*names, "version"}:
            del self.fields[name]
        self.fields["division"].queryset = document.organization.divisions.all()

    @property
    def values(self):
        """The cleaned words, without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


def blank_document(organization, year, kind, subject="", body=()):
    """A document that has not been written yet, with the words composed from the data."""
    return Document(
        organization=organization, fiscal_year=year, kind=kind, subject=subject, body="\n".join(body)
    )
