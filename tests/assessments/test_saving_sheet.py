"""Boxes of the entry sheet saved as their writer saw them: figures by row, what was announced field by field."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments import workflow
from assessments.workflow import UNDECIDED, SheetEdit
from organizations.models import Role, TrailEntry
from tests.builders import FULL_SCORES, a_user, an_assessment, the_framework

pytestmark = pytest.mark.django_db


def save(assessment, *edits, by=None):
    return workflow.save_sheet(assessment, [SheetEdit(*edit) for edit in edits], by=by)


def test_the_total_and_what_was_announced_are_saved_together():
    assessment = an_assessment()

    outcome = save(
        assessment,
        ("total", Decimal("96.83"), None, 1),
        ("official_rank", 137, None, 1),
        ("source", "ประกาศ ป.ป.ช.", "", 1),
    )

    assessment.refresh_from_db()
    assert outcome.conflicts == []
    assert (assessment.official_total, assessment.official_rank) == (Decimal("96.83"), 137)
    assert outcome.saved["source"] == assessment.version


def test_a_field_that_nobody_else_changed_is_no_conflict_beside_one_that_somebody_did():
    assessment = an_assessment()
    save(assessment, ("source", "เว็บไซต์", "", 1))

    outcome = save(assessment, ("official_rank", 137, None, 1), ("total", Decimal("96.83"), None, 1))

    assert outcome.conflicts == []
    assert assessment.official_rank == 137


def test_a_field_that_somebody_else_changed_is_told_with_both_values_and_by_whom():
    assessment = an_assessment()
    first = a_user(assessment.organization, Role.AUDITOR)
    save(assessment, ("announced_on", date(2025, 8, 15), None, 1), by=first)

    outcome = save(assessment, ("announced_on", date(2025, 8, 16), None, 1))

    conflict = outcome.conflicts[0]
    assert (conflict.mine, conflict.theirs) == (date(2025, 8, 16), date(2025, 8, 15))
    assert (conflict.version, conflict.entry.by) == (assessment.version, first)


@pytest.mark.parametrize(("key", "value"), [("total", Decimal(1)), ("i1", Decimal(1)), ("source", "ใหม่")])
def test_an_edit_that_is_not_decided_yet_stores_nothing(key, value):
    stored = {"total": Decimal("90.00"), "i1": Decimal("90.00"), "source": "เดิม"}
    assessment = an_assessment(official={"total": "90.00", "i1": "90.00"}, source="เดิม")

    outcome = save(assessment, (key, value, stored[key], UNDECIDED))

    assert [(row.key, row.theirs) for row in outcome.conflicts] == [(key, stored[key])]


def test_a_figure_that_went_there_and_back_is_still_told():
    assessment = an_assessment(official={"i1": "90.00"})
    save(assessment, ("i1", Decimal(91), Decimal(90), 1))
    save(assessment, ("i1", Decimal(90), Decimal(91), 2))

    outcome = save(assessment, ("i1", Decimal(95), Decimal(90), 1))

    assert [conflict.version for conflict in outcome.conflicts] == [3]


def test_a_confirmed_assessment_refuses_even_an_empty_sheet():
    assessment = an_assessment(official=FULL_SCORES, is_confirmed=True)

    with pytest.raises(ValidationError, match="ยืนยันแล้ว"):
        save(assessment)


def test_every_save_leaves_one_record_of_each_kind():
    assessment = an_assessment()

    save(assessment, ("i1", Decimal("90.00"), None, 0), ("source", "ประกาศ", "", 1))

    _, *records = TrailEntry.objects.values_list("verb", "changes")  # the first is the builder's
    assert records == [
        ("record_scores", {"i1": [None, "90.00"]}),
        ("save_header", {"source": ["", "ประกาศ"]}),
    ]


def queries_of_saving(assessment, keys):
    edits = [SheetEdit(key, Decimal(90), None, 0) for key in keys]
    with CaptureQueriesContext(connection) as queries:
        workflow.save_sheet(assessment, edits, by=None)
    return len(queries)


def test_saving_a_whole_sheet_takes_no_query_for_each_question():
    small, real = an_assessment(), an_assessment(framework=the_framework(2567))
    questions = [key for key in workflow.places_of(real.framework) if key[0] in "ieO" and key not in ("OIT",)]

    few = queries_of_saving(small, FULL_SCORES)
    many = queries_of_saving(real, questions)

    assert len(questions) > 5 * len(FULL_SCORES)
    # The real framework has more indicators, and each indicator's computed figure is a row of its own.
    assert many - few <= real.framework.indicators.count()
