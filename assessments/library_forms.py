"""Forms of the recommendation library: finding texts, and writing one."""

from django import forms
from django.core.exceptions import ValidationError

from assessments.bands import Band
from assessments.models import Instrument, Recommendation, RecommendationKind
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


class RecommendationForm(forms.Form):
    """A text of the library: what it is for, in which band, and what it says."""

    owner = forms.ChoiceField(label="เก็บไว้ที่", error_messages={"required": "โปรดเลือกว่าเก็บไว้ที่ใด"})
    subject = forms.ChoiceField(label="ใช้กับ", error_messages={"required": "โปรดเลือกว่าใช้กับเรื่องใด"})
    band = forms.ChoiceField(
        label="ระดับของคะแนน",
        choices=[("", "เลือกระดับ"), *Band.choices],
        required=False,
        help_text="ข้อความจะถูกเสนอเมื่อคะแนนอยู่ในระดับนี้ตามเกณฑ์ที่หน่วยงานตั้งไว้ (ข้อจำกัดไม่ต้องเลือก)",
    )
    finding = ThaiTextField(
        label="ข้อค้นพบ (หรือข้อจำกัด)",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="ผลการประเมินบอกว่าอย่างไร เช่น บุคลากรบางรายเห็นว่า…",
    )
    recommendation = ThaiTextField(
        label="ข้อเสนอแนะ",
        required=False,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text="หน่วยงานควรทำอะไร เขียน {หน่วยงาน} ตรงที่ต้องการให้เป็นชื่อเต็มของหน่วยงาน",
    )
    source = ThaiTextField(label="ที่มา", max_length=300, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, text, *args, framework, owners, **kwargs):
        super().__init__(*args, initial=initial_of(text), **kwargs)
        self.text = text
        self.fields["subject"].choices = _subjects(framework, text)
        if text.pk:
            del self.fields["owner"]  # a text stays where it was written
        else:
            self.fields["owner"].choices = owners

    def clean(self):
        is_limitation = self.cleaned_data.get("subject") == LIMITATION
        if not is_limitation and not self.cleaned_data.get("band"):
            self.add_error("band", "โปรดเลือกระดับของคะแนนที่ข้อความนี้ใช้")
        if is_limitation and not self.cleaned_data.get("finding"):
            self.add_error("finding", "โปรดเขียนข้อจำกัด")
        return self.cleaned_data

    @property
    def values(self):
        """The fields of the row, as save_recommendation takes them."""
        cleaned = self.cleaned_data
        subject = _subject_values(cleaned["subject"])
        is_limitation = subject["kind"] == RecommendationKind.LIMITATION
        return {
            **subject,
            "band": "" if is_limitation else cleaned["band"],
            "finding": cleaned["finding"],
            "recommendation": "" if is_limitation else cleaned["recommendation"],
            "source": cleaned["source"],
        }

    def new_text(self):
        """An empty row of the chosen owner."""
        owner = self.cleaned_data["owner"]
        return Recommendation(organization_id=None if owner == SHARED else int(owner))

    def show_stale(self, current):
        """Keep what was typed, to be saved over `current` when the person says so; returns (label, stored text) pairs."""
        self.data = {**self.data.dict(), "version": current.version}
        stored = initial_of(current)
        subjects = dict(_flat(self.fields["subject"].choices))
        stored["subject"] = subjects.get(stored["subject"], str(current))
        stored["band"] = current.get_band_display()
        names = ("subject", "band", "finding", "recommendation", "source")
        return [(self.fields[name].label, stored[name]) for name in names]

    def refuse(self, error: ValidationError):
        """Put what a rule of the model says beside its field, or above all."""
        messages = getattr(error, "message_dict", {None: error.messages})
        for name, sentences in messages.items():
            self.add_error(name if name in self.fields else None, sentences)


def initial_of(text):
    """What the form shows of a text; a new one is not for anything yet."""
    names = ("band", "finding", "recommendation", "source", "version")
    return {**{name: getattr(text, name) for name in names}, "subject": _subject_of(text)}


def _subject_of(text):
    if not text.finding and not text.recommendation:
        return ""
    if text.kind == RecommendationKind.LIMITATION:
        return LIMITATION
    if text.question_id:
        return f"question-{text.question_id}"
    if text.indicator_id:
        return f"indicator-{text.indicator_id}"
    return f"instrument-{text.instrument_code}" if text.instrument_code else GENERAL


def _subject_values(choice):
    kind, _, name = choice.partition("-")
    is_limitation = kind == LIMITATION
    return {
        "kind": RecommendationKind.LIMITATION if is_limitation else RecommendationKind.ANALYSIS,
        "question_id": int(name) if kind == "question" else None,
        "indicator_id": int(name) if kind == "indicator" else None,
        "instrument_code": name if kind == "instrument" else "",
    }


def _subjects(framework, text):
    """The choices of what a text is for: each indicator with its questions, then what is wider."""
    groups = [] if _subject_of(text) else [("", "เลือกเรื่อง")]
    for indicator in framework.indicators.prefetch_related("questions") if framework else ():
        whole = (f"indicator-{indicator.pk}", f"ทั้งตัวชี้วัดที่ {to_thai_digits(str(indicator.number))}")
        questions = [(f"question-{row.pk}", shortened(row)) for row in indicator.questions.all()]
        groups.append((str(indicator), [*questions, whole]))
    codes = [row.code for row in Instrument.objects.filter(framework=framework)]
    wider = [(f"instrument-{code}", f"ทุกข้อของ {code} ที่ไม่มีข้อความเฉพาะ") for code in codes]
    groups.append(("กว้างกว่านั้น", [*wider, (GENERAL, "ทุกข้อที่ไม่มีข้อความเฉพาะ"), (LIMITATION, "บทข้อจำกัดของหน่วยงาน")]))
    return groups


def shortened(question):
    """A question in a list of choices."""
    words = str(question)
    return words if len(words) <= LONGEST_WORDING else f"{words[:LONGEST_WORDING]}…"


def _flat(choices):
    for value, label in choices:
        yield from label if isinstance(label, list) else [(value, label)]
