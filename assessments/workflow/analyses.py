"""Writing analyses: saving, accepting drafts, reasons for no measure, deleting. Figures may be confirmed by then.

A question stands in at most one analysis of an assessment. A set of questions is changed by saving an analysis with
others: they move from where they stood.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max

from assessments.models import Analysis, AnalysisTopic, Question
from assessments.recommendations import fill, suggestions_for
from assessments.subjects import subjects_of
from assessments.workflow.drafts import DISPOSITION_OF_BAND, filing_topics, hold_analyses, is_served
from ita_portal.thai_text import to_thai_digits
from organizations import trail

TEXTS = ("disposition", "finding", "recommendation", "reason_without_measure")


class StaleAnalysis(Exception):
    """Somebody saved the analysis in between: `current` is what is stored now, None when it was deleted."""

    def __init__(self, current):
        super().__init__("มีผู้อื่นแก้ไขการวิเคราะห์นี้ระหว่างที่ท่านเขียน")
        self.current = current


@transaction.atomic
def save_analysis(analysis, values, *, questions=(), topics=(), drafted_from=None, version=0, by):
    """Store the texts of an analysis (`values`: the TEXTS), its questions and its topics; it is no draft any more.

    `drafted_from` is the text of the library that was taken over, if one was: its use is counted.

    A new analysis (without a key) is created; a stored one is changed only when it still has the `version` its writer
    saw, else StaleAnalysis. Questions are taken out of the other analyses they stood in; a draft that is left without
    any goes. Raises ValidationError with Thai sentences; then nothing is stored. Returns the stored analysis.
    """
    hold_analyses(analysis.assessment)
    _check_place(analysis, questions, topics)
    stored = _stored(analysis)
    before = _content_of(stored) if stored else {}
    after = {
        **{name: values[name] for name in TEXTS},
        "is_draft": False,
        "questions": tuple(question.code for question in sorted(questions, key=lambda row: row.order)),
        "topics": tuple(sorted(topic.number for topic in topics)),
    }
    if before == after:
        return stored
    source = {"drafted_from": drafted_from} if drafted_from else {}
    row = _write(stored or analysis, {**values, **source}, version)
    _take_from_others(row, questions, by)
    row.questions.set(questions)
    _set_topics(row, topics)
    changes = {name: (before.get(name), value) for name, value in after.items()}
    trail.record("save_analysis", row, by=by, changes=changes)
    return row


@transaction.atomic
def accept_drafts(assessment, analyses, *, by):
    """A person takes drafts as they are. Returns how many were still drafts."""
    hold_analyses(assessment)
    accepted = 0
    for analysis in analyses:
        rows = _row(analysis).filter(assessment=assessment, is_draft=True)
        if rows.update(is_draft=False, version=F("version") + 1):
            trail.record("accept_draft", analysis, by=by, changes={"is_draft": (True, False)})
            accepted += 1
    return accepted


@transaction.atomic
def give_reason(assessment, subjects, reason, *, by):
    """Say of questions, or indicators as a whole, why they get no measure: one reason for all of them.

    The reason is kept with their analyses. An analysis of further questions is divided first: the chosen ones get an
    analysis of their own with the same text, still a draft where it was one. A question without an analysis gets a
    draft: the best text of the library, else its figures. Raises ValidationError for an empty reason or a subject
    without a score. Returns how many analyses now carry the reason.
    """
    if not reason.strip():
        raise ValidationError("โปรดเขียนเหตุผลที่ไม่จัดทำมาตรการ")
    hold_analyses(assessment)
    scored = {subject.row: subject for subject in subjects_of(assessment)}
    if unknown := [str(row) for row in subjects if row not in scored]:
        raise ValidationError(f"ยังไม่มีคะแนนของ {', '.join(unknown)} จึงยังให้เหตุผลไม่ได้")
    bearing, bare = _analyses_of(assessment, subjects)
    parts = [_part_for(analysis, rows, by) for analysis, rows in bearing.items()]
    parts += _draft_bare(assessment, [scored[row] for row in bare], by)
    for analysis in parts:
        _give(analysis, reason, by)
    return len(parts)


@transaction.atomic
def delete_analysis(analysis, *, version, by):
    """Delete an analysis as its reader saw it, else StaleAnalysis; its texts stay on the trail of the assessment."""
    hold_analyses(analysis.assessment)
    stored = _stored(analysis)
    if stored.version != version:
        raise StaleAnalysis(stored)
    _delete(stored, by)


# -- Pieces ----------------------------------------------------------------------------------------


def _row(analysis):
    return Analysis.objects.unscoped("the analysis in hand").filter(pk=analysis.pk)


def _stored(analysis):
    """The row as it is now, None for a new one. Raises StaleAnalysis when it is gone."""
    if analysis.pk is None:
        return None
    stored = _row(analysis).select_related("assessment", "indicator").first()
    if stored is None:
        raise StaleAnalysis(None)
    return stored


def _content_of(analysis):
    """What the trail keeps of an analysis."""
    return {
        **{name: getattr(analysis, name) for name in TEXTS},
        "is_draft": analysis.is_draft,
        "questions": tuple(question.code for question in analysis.questions.order_by("order")),
        "topics": tuple(topic.number for topic in analysis.topics.order_by("number")),
    }


def _check_place(analysis, questions, topics):
    """Refuse questions of another indicator, and topics that next year's filing item does not ask for."""
    strange = [row.code for row in questions if row.indicator_id != analysis.indicator_id]
    if strange:
        raise ValidationError(f"ข้อ {', '.join(strange)} ไม่อยู่ใน{analysis.indicator} จึงวิเคราะห์รวมกันไม่ได้")
    if topics and not {*topics} <= {*filing_topics(analysis.assessment)}:
        raise ValidationError("ประเด็นที่เลือกไม่ใช่ประเด็นที่เกณฑ์ของปีถัดไปกำหนด")


def _write(row, values, version):
    """Insert a new row, or change the one that is there by one conditional update. Returns the row."""
    for name, value in values.items():
        setattr(row, name, value)
    row.is_draft = False
    if row.pk is None:
        row.order = _next_order(row.assessment)
        row.take_organization()
        row.full_clean()
        row.save()
        return row
    row.full_clean()
    if not _row(row).filter(version=version).update(**values, is_draft=False, version=F("version") + 1):
        raise StaleAnalysis(_stored(row))
    row.version = version + 1
    return row


def _next_order(assessment):
    return (assessment.analyses.aggregate(Max("order"))["order__max"] or 0) + 1


def _set_topics(analysis, topics):
    """Rows of the marks are kept where they stay."""
    analysis.analysis_topics.exclude(topic__in=topics).delete()
    there = set(analysis.analysis_topics.values_list("topic_id", flat=True))
    AnalysisTopic.objects.bulk_create(
        AnalysisTopic(analysis=analysis, topic=topic) for topic in topics if topic.pk not in there
    )


def _take_from_others(analysis, questions, by):
    """Free the questions from the analyses they stood in. Raises ValidationError where a written one would be left bare."""
    others = analysis.assessment.analyses.filter(questions__in=questions).exclude(pk=analysis.pk).distinct()
    for other in others.prefetch_related("questions"):
        if {*other.questions.all()} - {*questions}:
            _release(other, questions, by)
        elif other.is_draft and not other.reason_without_measure:
            _delete(other, by)
        else:
            codes = ", ".join(question.code for question in other.questions.all())
            raise ValidationError(
                f"ข้อ {codes} มีการวิเคราะห์ที่เขียนไว้แล้ว หากย้ายมา การวิเคราะห์นั้นจะไม่เหลือข้อใด "
                "โปรดลบการวิเคราะห์นั้นก่อน หรือไม่เลือกข้อนี้"
            )


def _release(analysis, questions, by):
    before = _content_of(analysis)["questions"]
    analysis.questions.remove(*questions)
    _row(analysis).update(version=F("version") + 1)
    after = _content_of(analysis)["questions"]
    trail.record("move_questions", analysis, by=by, changes={"questions": (before, after)})


def _delete(analysis, by):
    changes = {name: (value, None) for name, value in _content_of(analysis).items()}
    _row(analysis).delete()
    trail.record("delete_analysis", analysis.assessment, by=by, changes=changes)


def _analyses_of(assessment, subjects):
    """({analysis: the chosen subjects it is about}, subjects that no analysis is about)."""
    of_question, of_indicator = {}, {}
    for analysis in assessment.analyses.select_related("indicator").prefetch_related("questions"):
        of_question.update(dict.fromkeys(analysis.questions.all(), analysis))
        of_indicator.setdefault(analysis.indicator, analysis)
    bearing, bare = {}, []
    for row in subjects:
        analysis = (of_question if isinstance(row, Question) else of_indicator).get(row)
        if analysis is None:
            bare.append(row)
        else:
            bearing.setdefault(analysis, []).append(row)
    return bearing, bare


def _part_for(analysis, rows, by):
    """The analysis itself when all it is about was chosen; else a part of it for the chosen questions."""
    chosen = [row for row in rows if isinstance(row, Question)]
    if not chosen or {*analysis.questions.all()} <= {*chosen}:
        return analysis
    part = Analysis(
        assessment=analysis.assessment,
        indicator=analysis.indicator,
        order=_next_order(analysis.assessment),
        is_draft=analysis.is_draft,
        drafted_from_id=analysis.drafted_from_id,
        copied_from_id=analysis.copied_from_id,
        **{name: getattr(analysis, name) for name in TEXTS},
    )
    part.save()
    _set_topics(part, list(analysis.topics.all()))
    _release(analysis, chosen, by)
    part.questions.set(chosen)
    changes = {name: (None, value) for name, value in _content_of(part).items()}
    trail.record("split_analysis", part, by=by, changes=changes)
    return part


def _draft_bare(assessment, subjects, by):
    """A draft for each subject that has no analysis: the best text of the library, else the figures themselves."""
    if not subjects:
        return []
    texts = suggestions_for(assessment, [subject.row for subject in subjects])
    topics, order = filing_topics(assessment), _next_order(assessment)
    drafts = []
    for place, subject in enumerate(subjects):
        text = next(iter(texts[subject.row]), None)
        draft = Analysis.objects.create(
            assessment=assessment,
            indicator=subject.indicator,
            order=order + place,
            disposition=DISPOSITION_OF_BAND[subject.band],
            is_draft=True,
            drafted_from=text,
            finding=fill(text.finding, assessment.organization) if text else _figures(subject),
            recommendation=fill(text.recommendation, assessment.organization) if text else "",
        )
        draft.questions.set([subject.row] if subject.is_question else [])
        _set_topics(draft, [row for row in topics if is_served(row, subject.indicator, [subject.row])])
        changes = {name: (None, value) for name, value in _content_of(draft).items()}
        trail.record("draft_analysis", draft, by=by, changes=changes)
        drafts.append(draft)
    return drafts


def _figures(subject):
    scores = " และ ".join(f"{score:.2f}" for score in subject.scores)
    name = f"ข้อ {subject.row.code}" if subject.is_question else str(subject.row)
    return to_thai_digits(f"ผลการประเมิน{name} ได้ {scores} คะแนน")


def _give(analysis, reason, by):
    before = analysis.reason_without_measure
    if before == reason:
        return
    _row(analysis).update(reason_without_measure=reason, version=F("version") + 1)
    trail.record("give_reason", analysis, by=by, changes={"reason_without_measure": (before, reason)})
