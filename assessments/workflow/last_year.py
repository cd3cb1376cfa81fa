"""Last year's texts as the start of this year's analysis."""

from django.db import transaction

from assessments.bands import lowest
from assessments.counterparts import counterparts, previous_of
from assessments.models import Analysis, AnalysisTopic, Disposition
from assessments.subjects import subjects_of
from assessments.workflow.drafts import DISPOSITION_OF_BAND, filing_topics, hold_analyses, is_served
from organizations import trail


@transaction.atomic
def copy_last_year(assessment, keys, *, by):
    """Copy last year's texts to the chosen questions and indicators of this year, as drafts.

    `keys` are codes of questions and numbers of indicators of this year. Texts are copied, decisions are not: the
    disposition comes from this year's band, and neither reasons nor measures come along. What is written already stays;
    questions that shared a text share it again. Returns how many questions and indicators got one.
    """
    hold_analyses(assessment)
    previous = previous_of(assessment)
    if previous is None:
        return 0
    chosen = [row for row in counterparts(assessment, previous) if row.can_be_copied and row.key in {*keys}]
    sources = {}
    for row in chosen:
        sources.setdefault((row.analysis, _indicator_of(row)), []).append(row)
    scores = {subject.row: subject for subject in subjects_of(assessment)}
    topics = filing_topics(assessment)
    last = max((row.order for row in assessment.analyses.all()), default=0)
    for order, ((source, indicator), rows) in enumerate(sources.items(), start=last + 1):
        copy = _copy(source, assessment=assessment, indicator=indicator, order=order, rows=rows, scores=scores)
        served = [topic for topic in topics if is_served(topic, indicator, [row.row for row in rows])]
        AnalysisTopic.objects.bulk_create(AnalysisTopic(analysis=copy, topic=topic) for topic in served)
    if chosen:
        copied = {"copied": (None, [row.key for row in chosen]), "from_year": (None, previous.year)}
        trail.record("copy_last_year", assessment, by=by, changes=copied)
    return len(chosen)


def _indicator_of(counterpart):
    """Questions that shared a text may stand in two indicators this year: then each indicator gets its copy."""
    return counterpart.row.indicator if counterpart.is_question else counterpart.row


def _copy(source, *, assessment, indicator, order, rows, scores):
    copy = Analysis.objects.create(
        assessment=assessment,
        indicator=indicator,
        order=order,
        disposition=_disposition(assessment, [scores[row.row] for row in rows if row.row in scores]),
        is_draft=True,
        copied_from=source,
        finding=source.finding,
        recommendation=source.recommendation,
    )
    copy.questions.set(row.row for row in rows if row.is_question)
    return copy


def _disposition(assessment, subjects):
    """By this year's band of the lowest score; what has no score yet is to be developed."""
    score = lowest(subject.score for subject in subjects)
    return Disposition.DEVELOP if score is None else DISPOSITION_OF_BAND[assessment.band_limits.band_of(score)]
