"""Forms of the assessments: copying a framework, correcting one of its rows, and the reason for that."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from assessments import framework_revisions
from assessments.models import Instrument, Question, QuestionGroup
from assessments.scoring import Aggregation
from ita_portal.fields import ScoreField, ThaiDateField, ThaiTextField, parse_score
from ita_portal.thai_dates import EARLIEST_YEAR, LATEST_YEAR
from ita_portal.thai_text import normalize, to_arabic_digits, to_thai_digits

REQUIRED = {"required": "โปรดกรอกช่องนี้"}


class LineListField(forms.CharField):
    """A list of short texts, one per line; empty lines do not count."""

    widget = forms.Textarea(attrs={"rows": 6})

    def to_python(self, value):
        lines = (self.item(line.strip()) for line in normalize(super().to_python(value)).splitlines())
        return [line for line in lines if line]

    def prepare_value(self, value):
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def item(self, line):
        return line


class ScoreListField(LineListField):
    """What one answer can be worth: scores as text, one per line, as the framework files write them."""

    def item(self, line):
        try:
            value = parse_score(line)
        except ValueError as error:
            raise ValidationError(str(error), code="invalid_score") from None
        return "" if value is None else f"{value.normalize():f}"


class WholeNumberField(forms.IntegerField):
    """A whole number, also in Thai digits."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    default_error_messages = {"invalid": "โปรดพิมพ์จำนวนเต็ม เช่น 2569"}

    def to_python(self, value):
        if not isinstance(value, str):
            return super().to_python(value)
        typed = to_arabic_digits(value).strip()
        if typed and not re.fullmatch(r"-?[0-9]{1,9}", typed):  # int() also takes 1_0
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(typed)


class CopyFrameworkForm(forms.Form):
    year = WholeNumberField(
        label="ปีของเกณฑ์ใหม่ (พ.ศ.)", min_value=EARLIEST_YEAR, max_value=LATEST_YEAR, error_messages=REQUIRED
    )


class CorrectionForm(forms.Form):
    """The correctable fields of one framework row, each read the way people type it."""

    def __init__(self, row, *args, **kwargs):
        self.row = row
        names = framework_revisions.correctable_fields(row)
        super().__init__(*args, initial={name: _initial(row, name) for name in names}, **kwargs)
        for name in names:
            self.fields[name] = _form_field(row, row._meta.get_field(name))

    @property
    def corrections(self):
        """The rows with their typed values, as framework_revisions takes them."""
        return [(self.row, self.cleaned_data)]

    def preview(self):
        """What the typed values would do, or None when they cannot be applied; the form then says why."""
        if not self.is_valid():
            return None
        try:
            preview = framework_revisions.preview_corrections(self.corrections)
        except ValidationError as error:
            self._refresh()
            self._add_messages(error)
            return None
        if not preview.changes:
            self.add_error(None, "ค่าทุกช่องเหมือนเดิม โปรดแก้ไขอย่างน้อยหนึ่งช่องก่อนดูผลกระทบ")
            return None
        return preview

    def _refresh(self):
        self.row.refresh_from_db()

    def _add_messages(self, error):
        """A model may complain about a field that this form does not offer."""
        messages = getattr(error, "message_dict", {None: error.messages})
        for name, texts in messages.items():
            self.add_error(name if name in self.fields else None, texts)


class WeightsForm(CorrectionForm):
    """The weights of a framework's instruments and parts, which only change together."""

    def __init__(self, framework, *args, **kwargs):
        self.rows = {
            f"{row._meta.model_name}-{row.pk}": row for row in framework_revisions.weights_of(framework)
        }
        forms.Form.__init__(
            self, *args, initial={name: row.weight for name, row in self.rows.items()}, **kwargs
        )
        for name, row in self.rows.items():
            self.fields[name] = ScoreField(label=f"น้ำหนักของ {row} (ร้อยละ)", error_messages=REQUIRED)

    @property
    def corrections(self):
        return [(row, {"weight": self.cleaned_data[name]}) for name, row in self.rows.items()]

    def _refresh(self):
        for row in self.rows.values():
            row.refresh_from_db()


class ReasonForm(forms.Form):
    """Why a correction is made, asked after its effects were shown.

    `seen_revision` is the number of corrections the effects were shown for: another correction in between asks for
    a second look.
    """

    reason = ThaiTextField(
        label="เหตุผลของการแก้ไข",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="เช่น ประกาศหรือคู่มือฉบับใด หน้าใด ผู้อื่นจะอ่านเหตุผลนี้ในประวัติการแก้ไข",
        error_messages={"required": "โปรดเขียนเหตุผลของการแก้ไข เพื่อให้ผู้อื่นตรวจสอบได้ภายหลัง"},
    )
    seen_revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, framework, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.revision_number = framework.revision_number

    def clean(self):
        if self.cleaned_data.get("seen_revision") != self.revision_number:
            raise ValidationError("ระหว่างที่ท่านตรวจ มีผู้แก้ไขเกณฑ์นี้ ผลกระทบข้างบนคำนวณใหม่แล้ว โปรดตรวจอีกครั้งก่อนยืนยัน")
        return self.cleaned_data


def _initial(row, name):
    value = getattr(row, name)
    return value.pk if isinstance(value, models.Model) else value


def _form_field(row, field):
    """The form field for a model field of a framework row."""
    common = {
        "label": field.verbose_name,
        "required": not field.blank,
        "help_text": field.help_text,
        "error_messages": REQUIRED,
    }
    if isinstance(field, models.ForeignKey):
        return _choice_of_rows(row, field, common)
    if isinstance(field, models.JSONField):
        cls = ScoreListField if field.name == "allowed_values" else LineListField
        return cls(**{**common, "help_text": "หนึ่งรายการต่อหนึ่งบรรทัด"})
    if field.name == "aggregation":
        return forms.ChoiceField(choices=_aggregations_of(row), **common)
    if field.choices:
        return forms.ChoiceField(choices=field.choices, **common)
    if isinstance(field, models.BooleanField):
        return forms.BooleanField(**{**common, "required": False})
    if isinstance(field, models.DecimalField):
        return ScoreField(**common)
    if isinstance(field, models.DateField):
        return ThaiDateField(**common)
    if isinstance(field, models.IntegerField):
        return WholeNumberField(**common)
    widget = forms.Textarea(attrs={"rows": 4}) if isinstance(field, models.TextField) else forms.TextInput
    return ThaiTextField(max_length=field.max_length, widget=widget, **common)


def _aggregations_of(row):
    """The ways a row of this kind can be the mean of others."""
    own = {Aggregation.MEAN_OF_INDICATORS, Aggregation.MEAN_OF_PARTS}
    if not isinstance(row, Instrument):
        own = set(Aggregation) - {Aggregation.MEAN_OF_INDICATORS}
    return [(value, label) for value, label in Aggregation.choices if value in own]


def _choice_of_rows(row, field, common):
    if field.name == "group":
        rows = QuestionGroup.objects.filter(indicator=row.indicator)
        empty = "ไม่อยู่ในหัวข้อย่อย"
    else:
        rows = Question.objects.filter(framework__year=row.framework.year - 1)
        empty = f"ไม่สืบเนื่องจากข้อของปี {to_thai_digits(str(row.framework.year - 1))}"
    return forms.ModelChoiceField(rows, empty_label=empty, **common)
