"""Forms of the measures library: finding a measure, and writing one."""

from django import forms
from django.core.exceptions import ValidationError

from assessments.library_forms import GENERAL, SHARED, LibraryFilterForm, shortened
from ita_portal.fields import ThaiTextField
from ita_portal.thai_text import to_thai_digits
from measures.models import MeasureKind, MeasureTemplate

TEXTS = ("kind", "titles", "steps", "target", "follow_up", "source")


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


class TemplateForm(forms.Form):
    """A measure of the library: what it is for, and what it says."""

    owner = forms.ChoiceField(label="เก็บไว้ที่", error_messages={"required": "โปรดเลือกว่าเก็บไว้ที่ใด"})
    subject = forms.ChoiceField(label="ใช้กับ", error_messages={"required": "โปรดเลือกว่าใช้กับข้อหรือตัวชี้วัดใด"})
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
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, template, *args, framework, owners, **kwargs):
        super().__init__(*args, initial=initial_of(template), **kwargs)
        self.template = template
        self.fields["subject"].choices = _subjects(framework, template)
        if template.pk:
            del self.fields["owner"]  # a measure stays where it was written
        else:
            self.fields["owner"].choices = owners

    @property
    def values(self):
        """The fields of the row, as save_template takes them."""
        kind, _, pk = self.cleaned_data["subject"].partition("-")
        texts = {name: self.cleaned_data[name] for name in TEXTS}
        for name in ("titles", "steps", "follow_up"):
            texts[name] = "\n".join(line.strip() for line in texts[name].splitlines() if line.strip())
        return {
            "question_id": int(pk) if kind == "question" else None,
            "indicator_id": int(pk) if kind == "indicator" else None,
            **texts,
        }

    def new_template(self):
        """An empty row of the chosen owner."""
        owner = self.cleaned_data["owner"]
        return MeasureTemplate(organization_id=None if owner == SHARED else int(owner))

    def show_stale(self, current):
        """Keep what was typed, to be saved over `current` when the person says so; returns (label, stored text) pairs."""
        self.data = {**self.data.dict(), "version": current.version}
        return [(self.fields[name].label, _shown(current, name)) for name in TEXTS]

    def refuse(self, error: ValidationError):
        """Put what a rule of the model says beside its field, or above all."""
        for name, sentences in getattr(error, "message_dict", {None: error.messages}).items():
            self.add_error(name if name in self.fields else None, sentences)


def initial_of(template):
    """What the form shows of a measure; a new one is not for anything yet."""
    values = {name: getattr(template, name) for name in (*TEXTS, "version")}
    return {**values, "subject": _subject_of(template)}


def _shown(template, name):
    return template.get_kind_display() if name == "kind" else getattr(template, name)


def _subject_of(template):
    if not template.titles:
        return ""
    if template.question_id:
        return f"question-{template.question_id}"
    return f"indicator-{template.indicator_id}" if template.indicator_id else GENERAL


def _subjects(framework, template):
    """The choices of what a measure is for: each indicator as a whole, with its questions."""
    groups = [] if _subject_of(template) else [("", "เลือกข้อหรือตัวชี้วัด")]
    for indicator in framework.indicators.prefetch_related("questions") if framework else ():
        whole = (f"indicator-{indicator.pk}", f"ทั้งตัวชี้วัดที่ {to_thai_digits(str(indicator.number))}")
        questions = [(f"question-{row.pk}", shortened(row)) for row in indicator.questions.all()]
        groups.append((str(indicator), [*questions, whole]))
    return [*groups, (GENERAL, "ไม่ระบุข้อ ใช้เมื่อเลือกจากคลังเอง")]
