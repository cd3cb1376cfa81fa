"""Filling a draft plan: measures from suggestions, and what was left unfinished last year."""

from django.core.exceptions import ValidationError
from django.db import transaction

from ita_portal.thai_text import to_thai_digits
from measures.carry_over import unfinished_before
from measures.measure_content import differences
from measures.suggestions import contents_of, proposals_for
from measures.workflow.measure_rows import create_rows
from measures.workflow.plans import hold_draft
from measures.workflow.snapshots import remember
from organizations import trail


@transaction.atomic
def create_from_suggestions(plan, choices, *, by):
    """Put measures for the chosen scores into a draft plan, as one act; returns them.

    `choices` maps the key of a score ("i10", "4") to the primary key of one of its templates (None: the best). A score
    that has a measure by now is left out. Raises ValidationError when nothing is left to create.
    """
    hold_draft(plan)
    proposals = [row for row in proposals_for(plan) if row.key in choices and row.is_ready]
    contents = contents_of(plan, [(row, _template(row, choices[row.key])) for row in proposals])
    if not contents:
        raise ValidationError("ไม่มีมาตรการใดถูกเพิ่ม เพราะยังไม่ได้เลือก หรือข้อที่เลือกมีมาตรการแล้ว")
    return _create(plan, contents, "create_from_suggestions", "จากข้อเสนอแนะ", by)


@transaction.atomic
def carry_over(plan, measures, *, by):
    """Take unfinished measures of last year into a draft plan, as one act; returns those created.

    Raises ValidationError when one of them is finished, cancelled or carried already; then none is.
    """
    hold_draft(plan)
    wanted = {measure.pk for measure in measures}
    unfinished = [row for row in unfinished_before(plan) if row.measure.pk in wanted]
    if not wanted:
        raise ValidationError("โปรดเลือกมาตรการที่จะยกมาอย่างน้อยหนึ่งเรื่อง")
    if len(unfinished) < len(wanted):
        raise ValidationError("บางเรื่องที่เลือกแล้วเสร็จ ถูกยกเลิก หรือยกมาแล้ว ยังไม่มีเรื่องใดถูกยกมา โปรดเลือกอีกครั้ง")
    return _create(plan, [row.content for row in unfinished], "carry_over", "ที่ค้างจากปีก่อน", by)


def _template(proposal, pk):
    """The chosen template among those offered, else the best one; None where there is none."""
    return next((row for row in proposal.templates if row.pk == pk), next(iter(proposal.templates), None))


def _create(plan, contents, verb, whence, by):
    remember(plan, to_thai_digits(f"เพิ่ม {len(contents)} มาตรการ{whence}"), by=by)
    created = [create_rows(plan, content) for content in contents]
    for measure, content in zip(created, contents, strict=True):
        trail.record(verb, measure, by=by, changes=differences(None, content))
    return created
