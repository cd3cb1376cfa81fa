"""Asking the auditor about something that is there to read, and answering."""

from django import forms

from ita_portal.fields import ThaiTextField
from ita_portal.thai_text import to_thai_digits
from measures.models import Measure
from reports.models import DocumentKind, Inquiry, InquirySubject
from reports.models.inquiry import LONGEST_WORDS

LONGEST_NAME = Inquiry._meta.get_field("subject_name").max_length


def _words(label, required, help_text=""):
    return ThaiTextField(
        label=label,
        help_text=help_text,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": required},
    )


class QuestionForm(forms.Form):
    """A question about one of the things of a year: its result, an indicator, a measure, a document."""

    about = forms.ChoiceField(label="ถามเรื่อง", error_messages={"required": "โปรดเลือกเรื่องที่ถาม"})
    question = _words("คำถาม", "โปรดพิมพ์คำถาม", "ผู้ตรวจสอบภายในจะเห็นในงานของตน ทุกคนในหน่วยงานอ่านคำถามและคำตอบได้")

    def __init__(self, subjects, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.names = {value: name for _, group in subjects for value, name in group}
        self.fields["about"].choices = subjects

    def inquiry(self, organization, year):
        """The Inquiry of a valid form, not stored."""
        about = self.cleaned_data["about"]
        subject, _, key = about.partition("-")
        return Inquiry(
            organization=organization,
            subject=subject,
            subject_key=key,
            subject_name=self.names[about][:LONGEST_NAME],
            fiscal_year=year,
            question=self.cleaned_data["question"],
        )


class AnswerForm(forms.Form):
    """The one answer to a question."""

    answer = _words("คำตอบ", "โปรดพิมพ์คำตอบ", "ตอบได้ครั้งเดียว เมื่อตอบแล้วผู้ถามจะเห็นในงานของตน")


def subjects_of(organization, year, user):
    """What of a year the person can ask about, as grouped choices: [(group, [(value, name)])]; groups are never empty.

    A value is the InquirySubject and its key: "indicator-3", "measure-17", "document-analysis".
    """
    shown = to_thai_digits(str(year))
    assessment = organization.assessments.visible_to(user).for_page().filter(framework__year=year).first()
    groups = []
    if assessment:
        groups.append(("ผลการประเมิน", [(InquirySubject.RESULT.value, f"ผลการประเมินปี {shown}")]))
        groups.append(("ตัวชี้วัด", list(_indicators(assessment))))
        kinds = (DocumentKind.SUMMARY, DocumentKind.ANALYSIS)
        groups.append(
            ("เอกสาร", [(f"{InquirySubject.DOCUMENT}-{kind}", f"{kind.label}ปี {shown}") for kind in kinds])
        )
    groups.append((f"มาตรการของแผนปี {shown}", list(_measures(organization, year, user))))
    return [(label, choices) for label, choices in groups if choices]


def _indicators(assessment):
    for row in assessment.framework.indicators.order_by("number"):
        yield f"{InquirySubject.INDICATOR}-{row.number}", to_thai_digits(str(row))


def _measures(organization, year, user):
    rows = Measure.objects.visible_to(user).standing().filter(organization=organization, plan__fiscal_year=year)
    for row in rows.prefetch_related("titles").order_by("order"):
        yield f"{InquirySubject.MEASURE}-{row.pk}", to_thai_digits(f"{row.order}. {row.title}")
