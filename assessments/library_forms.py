"""Forms that the libraries share (texts of analyses, measures to start from): finding rows, and writing one."""

from django import forms
from django.core.exceptions import ValidationError

from assessments.bands import Band
from assessments.models import RecommendationKind
from ita_portal.fields import ThaiTextField
from ita_portal.thai_text import to_thai_digits

GENERAL = "general"
LIMITATION = "limitation"
SHARED = "shared"
LONGEST_WORDING = 90  # letters of a question in a list of choices; a browser does not wrap them


class LibraryFilterForm(forms.Form):
    """What to show of the library; everything may be left open, and what is not understood counts as open."""

    q = ThaiTextField(label="คำหรือรหัสข้อที่ค้น", max_length=100, required=False)
    about = forms.ChoiceField(label="เรื่อง", required=False)
    band = forms.ChoiceField(label="ระดับของคะแนน", choices=[("", "ทุกระดับ"), *Band.choices], required=False)
    year = forms.TypedChoiceField(label="เขียนไว้สำหรับปี", coerce=int, empty_value=None, required=False)
    owner = forms.ChoiceField(label="ของใคร", required=False)
    state = forms.ChoiceField(label="สถานะ", choices=[("", "ที่ใช้อยู่"), ("retired", "ที่เลิกใช้แล้ว")], required=False)

    def __init__(self, *args, years, indicators, organizations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [("", "ทุกปี"), *((year, to_thai_digits(f"ปี {year}")) for year in years)]
        self.fields["about"].choices = [
            ("", "ทุกเรื่อง"),
            *((code, f"เครื่องมือ {code}") for code in dict.fromkeys(row.instrument.code for row in indicators)),
            *((str(row.number), str(row)) for row in indicators),
            (LIMITATION, RecommendationKind.LIMITATION.label),
        ]
        self.fields["owner"].choices = [
            ("", "ทั้งหมด"),
            (SHARED, "ใช้ร่วมกันทุกหน่วยงาน"),
            *((str(row.pk), f"ของ {row.short_name}") for row in organizations),
        ]

    @property
    def wanted(self):
        """{name: what was asked for}, with nothing for what was left open."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def first_fields(self):
        """What most people narrow by; the rest is folded away."""
        return [self["q"], self["about"], self["band"]]

    @property
    def further_fields(self):
        return [self["year"], self["owner"], self["state"]]

    @property
    def wants_further(self):
        return bool({"year", "owner", "state"} & set(self.wanted))


class LibraryRowForm(forms.Form):
    """A row of a library: where it is kept, what it is for, and which version was seen.

    Each library says which fields of its `model` are typed (`texts`), and what its rows are for (`subject_of`,
    `subjects`).
    """

    owner = forms.ChoiceField(label="เก็บไว้ที่", error_messages={"required": "โปรดเลือกว่าเก็บไว้ที่ใด"})
    subject = forms.ChoiceField(label="ใช้กับ", error_messages={"required": "โปรดเลือกว่าใช้กับเรื่องใด"})
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    model = None
    texts = ()

    def __init__(self, row, *args, framework, owners, **kwargs):
        typed = {name: getattr(row, name) for name in (*self.texts, "version")}
        super().__init__(*args, initial={**typed, "subject": self.subject_of(row)}, **kwargs)
        self.row = row
        self.fields["subject"].choices = self.subjects(framework)
        if row.pk:
            del self.fields["owner"]  # a row stays where it was written
        else:
            self.fields["owner"].choices = owners

    def subject_of(self, row):
        """The choice of what a row is for; "" for one that says nothing yet."""
        if row.question_id:
            return f"question-{row.question_id}"
        return f"indicator-{row.indicator_id}" if row.indicator_id else GENERAL

    def subjects(self, framework):
        """The choices of what a row can be for: each indicator with its questions, and as a whole."""
        groups = [] if self.initial["subject"] else [("", "เลือกเรื่อง")]
        for indicator in framework.indicators.prefetch_related("questions") if framework else ():
            whole = (f"indicator-{indicator.pk}", f"ทั้งตัวชี้วัดที่ {to_thai_digits(str(indicator.number))}")
            questions = [(f"question-{row.pk}", _shortened(row)) for row in indicator.questions.all()]
            groups.append((str(indicator), [*questions, whole]))
        return groups

    @property
    def subject_keys(self):
        """The question or the indicator that was chosen, as fields of the row."""
        kind, _, name = self.cleaned_data["subject"].partition("-")
        return {
            f"{subject}_id": int(name) if kind == subject else None for subject in ("question", "indicator")
        }

    def new_row(self):
        """An empty row of the chosen owner."""
        owner = self.cleaned_data["owner"]
        return self.model(organization_id=None if owner == SHARED else int(owner))

    def show_stale(self, current):
        """Keep what was typed, to be saved over `current` when the person says so; returns (label, stored text) pairs."""
        self.data = {**self.data.dict(), "version": current.version}
        subjects = dict(_flat(self.fields["subject"].choices))
        stored = {"subject": subjects.get(self.subject_of(current), str(current))}
        for name in self.texts:
            stored[name] = getattr(current, f"get_{name}_display", lambda name=name: getattr(current, name))()
        return [(self.fields[name].label, text) for name, text in stored.items()]

    def refuse(self, error: ValidationError):
        """Put what a rule of the model says beside its field, or above all."""
        for name, sentences in getattr(error, "message_dict", {None: error.messages}).items():
            self.add_error(name if name in self.fields else None, sentences)


def _shortened(question):
    """A question in a list of choices."""
    words = str(question)
    return words if len(words) <= LONGEST_WORDING else f"{words[:LONGEST_WORDING]}…"


def _flat(choices):
    for value, label in choices:
        yield from label if isinstance(label, list) else [(value, label)]
