"""Draft analyses from the library, and texts of the office's own put into it."""

from dataclasses import dataclass
from itertools import groupby

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max

from assessments.bands import Band
from assessments.models import (
    Analysis,
    AnalysisTopic,
    Assessment,
    Disposition,
    Question,
    Recommendation,
    RecommendationKind,
)
from assessments.recommendations import fill, hide_name, suggestions_for
from assessments.subjects import Subject, bands_of, finest, subjects_of
from ita_portal.thai_text import to_thai_digits
from organizations import trail

DISPOSITION_OF_BAND = {
    Band.STRENGTH: Disposition.MAINTAIN,
    Band.DEVELOP: Disposition.DEVELOP,
    Band.FIX: Disposition.FIX,
}
BAND_OF_DISPOSITION = {disposition: band for band, disposition in DISPOSITION_OF_BAND.items()}


@dataclass(frozen=True)
class _Draft:
    """A text of the library, filled, and the subjects it is for: one indicator, or questions that stand together."""

    subjects: tuple[Subject, ...]
    text: Recommendation
    finding: str
    recommendation: str


@transaction.atomic
def draft_analyses(assessment, *, by):
    """Draft an analysis from the library wherever a score has none yet; what stands there already is never touched.

    Questions that follow one another under one heading and get the very same text share one analysis. An indicator is
    drafted as a whole where none of its questions has a score. Returns how many questions and indicators now have a
    draft; those for which the library holds no text stay without. Also possible after the figures are confirmed.
    """
    hold_analyses(assessment)
    subjects = finest(subjects_of(assessment))
    drafts = _drafts_of(assessment, subjects, _not_analysed(assessment, subjects))
    if not drafts:
        return 0
    last = assessment.analyses.aggregate(Max("order"))["order__max"] or 0
    analyses = Analysis.objects.bulk_create(
        _analysis(assessment, draft, order) for order, draft in enumerate(drafts, start=last + 1)
    )
    _link_questions(drafts, analyses)
    _link_topics(assessment, drafts, analyses)
    drafted = [_code(subject) for draft in drafts for subject in draft.subjects]
    trail.record("draft_analyses", assessment, by=by, changes={"drafted": ("", ", ".join(drafted))})
    return len(drafted)


@transaction.atomic
def keep_as_recommendation(analysis, *, by):
    """Put the text of an analysis into its organisation's own library, for the question or indicator it begins with.

    The organisation's name becomes {หน่วยงาน}; the band is that of the score, or fits the disposition where there is no
    score. Returns the text. Raises ValidationError when the library holds it already.
    """
    question = analysis.questions.order_by("order").first()
    subject = question or analysis.indicator
    place = {
        "organization_id": analysis.organization_id,
        "kind": RecommendationKind.ANALYSIS,
        "question": question,
        "indicator": None if question else subject,
        "band": bands_of(analysis.assessment).get(subject, BAND_OF_DISPOSITION[analysis.disposition]),
        "finding": hide_name(analysis.finding, analysis.organization),
        "recommendation": hide_name(analysis.recommendation, analysis.organization),
    }
    own = Recommendation.objects.in_use().unscoped("the library of the analysis in hand")
    if own.filter(**place).exists():
        raise ValidationError("คลังข้อความของหน่วยงานมีข้อความนี้แล้ว จึงไม่ได้เก็บซ้ำ")
    source = f"การวิเคราะห์ผลปี {to_thai_digits(str(analysis.assessment.year))}"
    kept = Recommendation.objects.create(source=source, **place)
    texts = {name: ("", place[name]) for name in ("finding", "recommendation")}
    trail.record("keep_as_recommendation", kept, by=by, changes=texts)
    return kept


def hold_analyses(assessment):
    """Take the assessment for the time of this transaction: two people who draft at once come after one another."""
    rows = Assessment.objects.unscoped("the assessment in hand").filter(pk=assessment.pk)
    rows.update(status=F("status"))


def _not_analysed(assessment, subjects):
    """The questions that stand in no analysis, and the indicators of which nothing was written at all."""
    questions, indicators = set(), set()
    for analysis in assessment.analyses.prefetch_related("questions"):
        questions.update(question.pk for question in analysis.questions.all())
        indicators.add(analysis.indicator_id)
    return [row for row in subjects if row.row.pk not in (questions if row.is_question else indicators)]


def _drafts_of(assessment, subjects, wanted):
    """The drafts for what is wanted among the subjects, in their order; none where the library is silent."""
    texts = suggestions_for(assessment, [subject.row for subject in wanted])
    singles = []
    for subject in subjects:
        text = next(iter(texts.get(subject.row, [])), None)
        singles.append(text and _filled(subject, text, assessment.organization))
    # What is not drafted stands between its neighbours as None, and keeps them apart.
    return [_joined(list(run)) for place, run in groupby(singles, key=_place) if place]


def _filled(subject, text, organization):
    return _Draft((subject,), text, fill(text.finding, organization), fill(text.recommendation, organization))


def _place(draft):
    """Neighbouring drafts with the same place are one analysis: one heading, one band, one text."""
    if draft is None:
        return None
    subject = draft.subjects[0]
    heading = ("question", subject.row.group_id) if subject.is_question else ("indicator", None)
    return (subject.indicator.pk, heading, subject.band, draft.finding, draft.recommendation)


def _joined(drafts):
    first = drafts[0]
    subjects = tuple(draft.subjects[0] for draft in drafts)
    return _Draft(subjects, first.text, first.finding, first.recommendation)


def _analysis(assessment, draft, order):
    subject = draft.subjects[0]
    return Analysis(
        assessment=assessment,
        indicator=subject.indicator,
        order=order,
        disposition=DISPOSITION_OF_BAND[subject.band],
        is_draft=True,
        drafted_from=draft.text,
        finding=draft.finding,
        recommendation=draft.recommendation,
    )


def _link_questions(drafts, analyses):
    marks = Analysis.questions.through
    marks.objects.bulk_create(
        marks(analysis=analysis, question=subject.row)
        for draft, analysis in zip(drafts, analyses, strict=True)
        for subject in draft.subjects
        if subject.is_question
    )


def _link_topics(assessment, drafts, analyses):
    topics = filing_topics(assessment)
    AnalysisTopic.objects.bulk_create(
        AnalysisTopic(analysis=analysis, topic=topic)
        for draft, analysis in zip(drafts, analyses, strict=True)
        for topic in topics
        if is_served(topic, analysis.indicator, [subject.row for subject in draft.subjects])
    )


def filing_topics(assessment):
    """The topics that next year's filing item asks for, with what they are about; [] where it asks for none."""
    following = assessment.framework.following()
    item = following and following.measures_item()
    return list(item.topics.prefetch_related("indicators", "questions")) if item else []


def is_served(topic, indicator, questions):
    """True when an analysis of these questions of an indicator (none: of all of it) belongs under the topic.

    Topics name indicators and questions of the year after: an indicator is known by number and name, a question by
    what it continues.
    """
    if (indicator.number, indicator.name) in {(row.number, row.name) for row in topic.indicators.all()}:
        return True
    continued = {row.continues_id for row in topic.questions.all()} - {None}
    return any(isinstance(row, Question) and row.pk in continued for row in questions)


def _code(subject):
    return subject.row.code if subject.is_question else str(subject.row.number)
