"""The list of limitations, changed as a whole by several people at once."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from assessments import workflow
from assessments.models import Limitation
from assessments.workflow import LimitationEdit
from organizations.models import TrailEntry
from tests.builders import an_assessment

pytestmark = pytest.mark.django_db


def assessment_with(*texts):
    assessment = an_assessment()
    save(assessment, [LimitationEdit(text) for text in texts])
    return assessment


def save(assessment, edits):
    workflow.save_limitations(assessment, edits, by=None)


def edits_of(assessment):
    """The list as a person sees it who changes nothing."""
    return [LimitationEdit(row.text, row.pk, row.version, is_changed=False) for row in rows_of(assessment)]


def changed(edit, text):
    return LimitationEdit(text, edit.pk, edit.version)


def rows_of(assessment):
    return list(Limitation.objects.filter(assessment=assessment).order_by("order"))


def texts_of(assessment):
    return [row.text for row in rows_of(assessment)]


def verbs():
    return list(TrailEntry.objects.values_list("verb", flat=True))


def test_rows_are_added_in_the_order_they_are_given():
    assessment = assessment_with("บุคลากรน้อย", "งบประมาณจำกัด")

    assert texts_of(assessment) == ["บุคลากรน้อย", "งบประมาณจำกัด"]
    assert [row.order for row in rows_of(assessment)] == [1, 2]


def test_rows_change_places():
    assessment = assessment_with("หนึ่ง", "สอง", "สาม")

    save(assessment, edits_of(assessment)[::-1])

    assert texts_of(assessment) == ["สาม", "สอง", "หนึ่ง"]
    assert TrailEntry.objects.get(verb="move_limitations").changes["order"] == ["1, 2, 3", "3, 2, 1"]


def test_a_changed_row_counts_a_version_and_keeps_the_old_text_on_the_trail():
    assessment = assessment_with("บุคลากรน้อย")
    [edit] = edits_of(assessment)

    save(assessment, [changed(edit, "บุคลากรไม่เพียงพอ")])

    [row] = rows_of(assessment)
    assert (row.text, row.version) == ("บุคลากรไม่เพียงพอ", 2)
    assert TrailEntry.objects.about(row).last().changes == {"text": ["บุคลากรน้อย", "บุคลากรไม่เพียงพอ"]}


def test_a_deleted_row_stays_on_the_trail_and_the_others_close_up():
    assessment = assessment_with("หนึ่ง", "สอง", "สาม")
    first, second, third = edits_of(assessment)
    gone = LimitationEdit(first.text, first.pk, first.version, is_changed=False, is_deleted=True)

    save(assessment, [gone, second, third])

    assert [(row.order, row.text) for row in rows_of(assessment)] == [(1, "สอง"), (2, "สาม")]
    assert TrailEntry.objects.about(assessment).get(verb="delete_limitation").changes == {"text": ["หนึ่ง", None]}


def test_saving_the_list_as_it_is_leaves_no_trace():
    assessment = assessment_with("หนึ่ง", "สอง")
    before = verbs()

    save(assessment, edits_of(assessment))

    assert verbs() == before


def test_rows_that_others_added_meanwhile_stay():
    assessment = assessment_with("หนึ่ง")
    seen = edits_of(assessment)
    save(assessment, [*seen, LimitationEdit("ของผู้อื่น")])

    save(assessment, [*seen, LimitationEdit("ของฉัน")])

    assert texts_of(assessment) == ["หนึ่ง", "ของฉัน", "ของผู้อื่น"]


def test_a_row_that_another_changed_and_i_did_not_stays_as_the_other_wrote_it():
    assessment = assessment_with("หนึ่ง", "สอง")
    seen = edits_of(assessment)
    save(assessment, [changed(seen[0], "หนึ่งของผู้อื่น"), seen[1]])

    save(assessment, [seen[0], changed(seen[1], "สองของฉัน")])

    assert texts_of(assessment) == ["หนึ่งของผู้อื่น", "สองของฉัน"]


def test_a_row_that_both_changed_stores_nothing_and_gives_both_texts():
    assessment = assessment_with("หนึ่ง", "สอง")
    seen = edits_of(assessment)
    save(assessment, [changed(seen[0], "ของผู้อื่น"), seen[1]])

    with pytest.raises(workflow.StaleLimitations) as stale:
        save(assessment, [changed(seen[0], "ของฉัน"), changed(seen[1], "สองของฉัน")])

    [(edit, row)] = stale.value.conflicts
    assert (edit.text, row.text) == ("ของฉัน", "ของผู้อื่น")
    assert texts_of(assessment) == ["ของผู้อื่น", "สอง"]


def test_a_changed_row_that_another_deleted_is_a_conflict_too():
    assessment = assessment_with("หนึ่ง")
    [edit] = edits_of(assessment)
    save(assessment, [LimitationEdit(edit.text, edit.pk, edit.version, is_deleted=True)])

    with pytest.raises(workflow.StaleLimitations) as stale:
        save(assessment, [changed(edit, "ของฉัน")])

    assert stale.value.conflicts[0][1] is None


def test_an_emptied_row_is_refused():
    assessment = assessment_with("หนึ่ง")
    [edit] = edits_of(assessment)

    with pytest.raises(ValidationError, match="ยังไม่มีข้อความ"):
        save(assessment, [changed(edit, " ")])

    assert texts_of(assessment) == ["หนึ่ง"]


class TestAnySequence(TestCase):
    @given(st.permutations(range(4)), st.sets(st.sampled_from(range(4))), st.integers(0, 3))
    def test_whatever_is_moved_deleted_and_added_is_there_afterwards_numbered_from_one(
        self, order, gone, added
    ):
        assessment = assessment_with("ก", "ข", "ค", "ง")
        seen = edits_of(assessment)
        edits = [
            LimitationEdit(seen[place].text, seen[place].pk, 1, is_changed=False, is_deleted=place in gone)
            for place in order
        ]

        save(assessment, [*edits, *(LimitationEdit(f"ใหม่ {number}") for number in range(added))])

        expected = [seen[place].text for place in order if place not in gone]
        assert texts_of(assessment) == [*expected, *(f"ใหม่ {number}" for number in range(added))]
        assert [row.order for row in rows_of(assessment)] == list(range(1, len(expected) + added + 1))
