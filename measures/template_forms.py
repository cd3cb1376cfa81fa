"""Forms of the measures library: finding a measure, and writing one."""

from django import forms

from assessments.library_forms import GENERAL, LibraryFilterForm, LibraryRowForm
from ita_portal.fields import ThaiTextField
from measures.models import MeasureKind, MeasureTemplate

LINES = ("titles", "steps", "follow_up")  # boxes of one text per line


class TemplateFilterForm(LibraryFilterForm):
    """What to show of the measures library; measures have no band, and none is about limitations."""

    band = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = self.fields["about"].choices[:-1]

    @property
    def first_fields(self):
        return [self["q"], self["about"]]


def _lines(label, rows, help_text, required=None):
    """A box of lines; empty lines do not count."""
    return ThaiTextField(
        label=label,
        required=bool(required),
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
        error_messages={"required": required} if required else None,
    )


class TemplateForm(LibraryRowForm):
    """A measure of the library: what it is for, and what it says."""

    kind = forms.ChoiceField(label="ประเภท", choices=MeasureKind)
    titles = _lines(
        "ชื่อมาตรการ โครงการ หรือกิจกรรม",
        3,
        "หนึ่งชื่อต่อหนึ่งบรรทัด เขียน {หน่วยงาน} ตรงที่ต้องการให้เป็นชื่อเต็มของหน่วยงาน",
        required="โปรดเขียนชื่อมาตรการอย่างน้อยหนึ่งชื่อ",
    )
    steps = _lines("ขั้นตอนหรือวิธีปฏิบัติ", 6, "หนึ่งขั้นตอนต่อหนึ่งบรรทัด", required="โปรดเขียนอย่างน้อยหนึ่งขั้นตอน")
    target = _lines("เป้าหมาย", 2, "ทำได้เท่าไรจึงถือว่าสำเร็จ")
    follow_up = _lines("การติดตามผล", 2, "หนึ่งวิธีต่อหนึ่งบรรทัด")
    source = ThaiTextField(label="ที่มา", max_length=300, required=False)

    model = MeasureTemplate
    texts = ("kind", "titles", "steps", "target", "follow_up", "source")

    @property
    def values(self):
        """The fields of the row, as save_template takes them."""
        values = {name: self.cleaned_data[name] for name in self.texts}
        for name in LINES:
            values[name] = "\n".join(line.strip() for line in values[name].splitlines() if line.strip())
        return {**self.subject_keys, **values}

    def subject_of(self, row):
        return super().subject_of(row) if row.titles else ""

    def subjects(self, framework):
        return [*super().subjects(framework), (GENERAL, "ไม่ระบุข้อ ใช้เมื่อเลือกจากคลังเอง")]
