"""Forms of the analysis workspace."""

from django import forms

from assessments.bands import BandLimits
from assessments.models import Disposition, Topic
from assessments.workflow.analyses import TEXTS
from ita_portal.fields import RowsField, ScoreField, ThaiTextField
from ita_portal.thai_text import to_thai_digits

REQUIRED = {"required": "โปรดกรอกช่องนี้"}


def _text(label, rows, help_text=""):
    return ThaiTextField(
        label=label, required=False, widget=forms.Textarea(attrs={"rows": rows}), help_text=help_text
    )


class ChosenRowsForm(forms.Form):
    """One act on many rows of the workspace."""

    DRAFT, ACCEPT, REASON = "draft", "accept", "reason"

    action = forms.ChoiceField(choices=[(DRAFT, "ร่าง"), (ACCEPT, "รับร่าง"), (REASON, "ให้เหตุผล")])
    rows = forms.MultipleChoiceField(required=False)
    reason = ThaiTextField(
        label="เหตุผลที่ไม่จัดทำมาตรการ", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, keys, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["rows"].choices = [(key, key) for key in keys]

    def clean(self):
        action = self.cleaned_data.get("action")
        if action in (self.ACCEPT, self.REASON) and not self.cleaned_data.get("rows"):
            self.add_error("rows", "ยังไม่ได้เลือกข้อใด โปรดทำเครื่องหมายหน้าข้อที่ต้องการก่อน")
        if action == self.REASON and not self.cleaned_data.get("reason"):
            self.add_error("reason", "โปรดเขียนเหตุผลที่ไม่จัดทำมาตรการ")
        return self.cleaned_data


class QuestionsField(RowsField):
    """Questions to tick; those that stand in another analysis say so."""

    elsewhere = {}  # {key of the question: the codes it is analysed with}

    def label_from_instance(self, question):
        codes = self.elsewhere.get(question.pk)
        if not codes:
            return str(question)
        told = "มีการวิเคราะห์แยกอยู่แล้ว" if codes == question.code else f"ขณะนี้วิเคราะห์รวมกับข้อ {codes}"
        return f"{question} ({told})"


class AnalysisForm(forms.Form):
    """One analysis: what was found, what is recommended, what it is about and what it serves."""

    finding = _text("ข้อค้นพบ", 6, "หนึ่งบรรทัดคือหนึ่งย่อหน้า")
    recommendation = _text("ข้อเสนอแนะ", 6, "หนึ่งบรรทัดคือหนึ่งย่อหน้า")
    disposition = forms.ChoiceField(
        label="ข้อวินิจฉัย", choices=Disposition, widget=forms.RadioSelect, error_messages=REQUIRED
    )
    questions = QuestionsField(
        label="ข้อที่วิเคราะห์รวมกัน",
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="ข้อหนึ่งอยู่ในการวิเคราะห์เดียว ข้อที่เลือกเพิ่มจะย้ายมาจากที่เดิม ไม่เลือกข้อใดหมายถึงทั้งตัวชี้วัด",
    )
    topics = RowsField(
        label="ประเด็นตามเกณฑ์ของปีถัดไป",
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="เลือกได้มากกว่าหนึ่งประเด็น เอกสารแบบเจ็ดประเด็นพิมพ์ตามที่เลือกไว้",
    )
    reason_without_measure = _text("เหตุผลที่ไม่จัดทำมาตรการ", 2, "เขียนเมื่อไม่จัดทำมาตรการให้ข้อนี้ มีมาตรการแล้วเว้นว่างไว้")
    version = forms.IntegerField(widget=forms.HiddenInput)
    used_text = forms.CharField(widget=forms.HiddenInput, required=False)  # the suggestion that was put in last

    def __init__(self, writing, data=None, typed=None):
        """`typed` is shown instead of what is stored, and not judged yet."""
        super().__init__(data, initial={**writing.initial, **(typed or {})})
        self.fields["questions"].elsewhere = writing.elsewhere
        self.fields["questions"].queryset = writing.analysis.indicator.questions.order_by("order")
        self.fields["topics"].queryset = Topic.objects.filter(pk__in=[topic.pk for topic in writing.topics])
        if not writing.topics:
            del self.fields["topics"]

    @property
    def texts(self):
        """The values of workflow.save_analysis."""
        return {name: self.cleaned_data[name] for name in TEXTS}

    def see(self, analysis):
        """The person is shown this stored analysis now: what is typed counts as an answer to it."""
        self._answer(analysis.version)

    def start_over(self):
        """What is typed is to become a new analysis."""
        self._answer(0)

    def _answer(self, version):
        self.data = self.data.copy()
        self.data["version"] = version

    def described(self, analysis):
        """[(label, text)] of a stored analysis, to be read beside what is typed."""
        texts = {
            "finding": analysis.finding,
            "recommendation": analysis.recommendation,
            "disposition": analysis.get_disposition_display(),
            "reason_without_measure": analysis.reason_without_measure,
        }
        return [(self.fields[name].label, text) for name, text in texts.items() if text]


def with_suggestion(writing, data, suggestion):
    """(the form as typed with a text of the library put in, the texts that had to give way: [(label, text)])."""
    lists = ("questions", "topics")
    names = [name for name in AnalysisForm.base_fields if name in data]
    typed = {name: data.getlist(name) if name in lists else data[name] for name in names}
    typed.update({name: [] for name in lists if name not in names})
    replaced = []
    for name in ("finding", "recommendation"):
        offered, old = getattr(suggestion, name, ""), typed.get(name, "").strip()
        if offered and old and old != offered:
            replaced.append((AnalysisForm.base_fields[name].label, old))
        typed[name] = offered or old
    typed["used_text"] = suggestion.key if suggestion else ""
    return AnalysisForm(writing, typed=typed), replaced


class BandLimitsForm(forms.Form):
    """Where the bands end; the hidden fields say which limits the person saw."""

    strength_above = ScoreField(label="จุดแข็ง เมื่อได้มากกว่า (คะแนน)", error_messages=REQUIRED)
    urgent_below = ScoreField(label="เร่งแก้ไข เมื่อได้ต่ำกว่า (คะแนน)", error_messages=REQUIRED)
    seen_strength_above = ScoreField(widget=forms.HiddenInput)
    seen_urgent_below = ScoreField(widget=forms.HiddenInput)

    def __init__(self, limits, *args, **kwargs):
        stored = {"strength_above": limits.strength_above, "urgent_below": limits.urgent_below}
        seen = {f"seen_{name}": value for name, value in stored.items()}
        super().__init__(*args, initial={**stored, **seen}, **kwargs)

    @property
    def limits(self):
        return BandLimits(self.cleaned_data["strength_above"], self.cleaned_data["urgent_below"])

    @property
    def seen(self):
        return BandLimits(self.cleaned_data["seen_strength_above"], self.cleaned_data["seen_urgent_below"])

    def see(self, limits):
        """The person is shown these limits now: what is typed counts as an answer to them."""
        self.data = self.data.copy()
        self.data["seen_strength_above"] = f"{limits.strength_above:.2f}"
        self.data["seen_urgent_below"] = f"{limits.urgent_below:.2f}"

    @staticmethod
    def describe(limits):
        text = f"จุดแข็งมากกว่า {limits.strength_above:.2f} และเร่งแก้ไขต่ำกว่า {limits.urgent_below:.2f}"
        return to_thai_digits(text)


class LimitationForm(forms.Form):
    """One row of the list of limitations; the text as first shown comes along, so that only real changes count."""

    pk = forms.IntegerField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    text = ThaiTextField(
        label="ข้อจำกัด",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
        show_hidden_initial=True,
    )

    @property
    def is_empty(self):
        """True for a posted row whose text was taken away."""
        return self.is_bound and not (self["text"].value() or "").strip()
