"""The form of a text of the recommendation library."""

from django import forms

from assessments.bands import Band
from assessments.library_forms import GENERAL, LIMITATION, LibraryRowForm
from assessments.models import Instrument, Recommendation, RecommendationKind
from ita_portal.fields import ThaiTextField


class RecommendationForm(LibraryRowForm):
    """A text of the library: what it is for, in which band, and what it says."""

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

    model = Recommendation
    texts = ("band", "finding", "recommendation", "source")

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
        values = {name: self.cleaned_data[name] for name in self.texts}
        kind, _, name = self.cleaned_data["subject"].partition("-")
        if kind == LIMITATION:
            values |= {"band": "", "recommendation": ""}
        return {
            **self.subject_keys,
            "kind": RecommendationKind.LIMITATION if kind == LIMITATION else RecommendationKind.ANALYSIS,
            "instrument_code": name if kind == "instrument" else "",
            **values,
        }

    def subject_of(self, row):
        if not row.finding and not row.recommendation:
            return ""
        if row.kind == RecommendationKind.LIMITATION:
            return LIMITATION
        return f"instrument-{row.instrument_code}" if row.instrument_code else super().subject_of(row)

    def subjects(self, framework):
        """What is wider than an indicator comes last."""
        codes = [row.code for row in Instrument.objects.filter(framework=framework)]
        wider = [(f"instrument-{code}", f"ทุกข้อของ {code} ที่ไม่มีข้อความเฉพาะ") for code in codes]
        wider += [(GENERAL, "ทุกข้อที่ไม่มีข้อความเฉพาะ"), (LIMITATION, "บทข้อจำกัดของหน่วยงาน")]
        return [*super().subjects(framework), ("กว้างกว่านั้น", wider)]
