"""The trail read back: acts as Thai sentences, from old to new."""

import ast
from datetime import date
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from assessments.models import Analysis, Limitation
from assessments.trail_words import name_of_element
from organizations import trail
from organizations.history import SERVER, acts_of, history_of, name_of_verb
from organizations.models import Role, TrailEntry
from tests.builders import (
    a_document,
    a_user,
    an_analysis,
    an_assessment,
    an_organization,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment():
    return an_assessment()


@pytest.fixture
def auditor(assessment):
    return a_user(assessment.organization, Role.AUDITOR)


def latest_act(row, user):
    return history_of([row], user=user)[0]


def changes_of(act):
    return [(change.name, change.old, change.new) for change in act.changes]


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("total", ""),  # has a name of its own
        ("IIT", "IIT"),
        ("EIT/1", "EIT ส่วนที่ 1"),
        ("4", "ตัวชี้วัดที่ 4"),
        ("i4", "i4"),
        ("e1/2", "e1 ส่วนที่ 2"),
        ("O27", "O27"),
        ("announced_on", ""),
    ],
)
def test_an_element_key_is_said_in_words(key, name):
    assert name_of_element(key) == name


def test_an_act_says_what_was_done_by_whom_and_from_what_to_what(assessment, auditor):
    trail.record(
        "record_scores", assessment, by=auditor, changes={"e1/2": ("98.26", "89.26"), "total": (None, "96.83")}
    )

    act = latest_act(assessment, auditor)

    assert (act.title, act.who) == ("บันทึกคะแนน", str(auditor))
    assert changes_of(act) == [("e1 ส่วนที่ 2", "98.26", "89.26"), ("คะแนนรวม", "", "96.83")]


def test_choices_and_dates_are_said_as_people_read_them(assessment, auditor):
    trail.record(
        "save_header",
        assessment,
        by=auditor,
        changes={"status": ("draft", "confirmed"), "announced_on": (None, date(2025, 8, 15))},
    )

    assert changes_of(latest_act(assessment, auditor)) == [
        ("สถานะ", "กำลังบันทึก", "ยืนยันแล้ว"),
        ("วันที่ประกาศผล", "", "15 สิงหาคม 2568"),
    ]


def test_a_long_text_is_told_word_by_word(assessment, auditor):
    analysis = an_analysis(assessment)
    trail.record("write", analysis, by=auditor, changes={"finding": ("บรรทัดแรก\nเดิม", "บรรทัดแรก\nใหม่")})

    (change,) = latest_act(analysis, auditor).changes

    assert [passage.kind.value for passage in change.passages] == ["skipped", "removed", "added"]


def test_what_tells_people_nothing_is_kept_but_not_shown(auditor, assessment):
    trail.record("propose_import", assessment, by=auditor, changes={"sha256": ("", "ab" * 32)})

    assert latest_act(assessment, auditor).changes == ()
    assert TrailEntry.objects.last().changes == {"sha256": ["", "ab" * 32]}


def test_an_act_of_the_server_says_so(assessment, auditor):
    trail.record("confirm", assessment, by=None)

    assert latest_act(assessment, auditor).who == SERVER


def test_the_latest_act_stands_first_and_a_limit_keeps_it(assessment, auditor):
    trail.record("confirm", assessment, by=auditor)
    trail.record("reopen", assessment, by=auditor)

    acts = history_of([assessment], user=auditor, limit=1)

    assert [act.verb for act in acts] == ["reopen"]


def test_keys_keep_only_what_they_name(assessment, auditor):
    trail.record("record_scores", assessment, by=auditor, changes={"i1": (None, "1.00"), "i2": (None, "2.00")})
    trail.record("record_scores", assessment, by=auditor, changes={"O1": (None, "3.00")})

    (act,) = history_of([assessment], user=auditor, keys={"i2"})

    assert changes_of(act) == [("i2", "", "2.00")]


def test_several_rows_of_several_kinds_are_read_in_one_query(assessment, auditor, django_assert_num_queries):
    rows = [assessment, an_analysis(assessment), a_document(assessment.organization)]
    for row in rows:
        trail.record("confirm", row, by=auditor)

    with django_assert_num_queries(1):
        acts = history_of(rows, user=auditor)

    assert {act.subject_type for act in acts} >= {row._meta.label_lower for row in rows}


def test_no_rows_have_no_history(auditor):
    assert history_of([], user=auditor) == []


def test_another_organisation_reads_nothing(assessment, auditor):
    trail.record("confirm", assessment, by=auditor)

    assert history_of([assessment], user=a_user(an_organization(), Role.AUDITOR)) == []


def test_an_entry_keeps_the_year_of_what_its_row_is_part_of(assessment):
    entries = [
        trail.record("test", row, by=None)
        for row in (
            assessment,
            an_analysis(assessment),
            Limitation(assessment=assessment, order=1, text="บุคลากรไม่เพียงพอ", pk=1),
            a_document(assessment.organization, fiscal_year=2567),
        )
    ]

    assert [entry.fiscal_year for entry in entries] == [2568, 2568, 2568, 2567]


def test_an_entry_of_a_deleted_row_stays_readable(assessment, auditor):
    analysis = an_analysis(assessment)
    name, trace = str(analysis), Analysis(pk=analysis.pk)
    trail.record("write", analysis, by=auditor)
    analysis.delete()

    act = latest_act(trace, auditor)

    assert act.subject == name


def test_a_row_of_an_unknown_kind_stays_readable(assessment, auditor):
    entry = TrailEntry(
        organization=assessment.organization,
        verb="gone",
        subject_type="gone.gone",
        subject_id=1,
        changes={"x": [None, "1"]},
    )
    trail.append(entry)

    (act,) = acts_of(TrailEntry.objects.visible_to(auditor).filter(verb="gone"))

    assert changes_of(act) == [("x", "", "1")]


def test_the_latest_act_on_a_row_has_a_number(assessment):
    before = trail.latest(assessment)

    entry = trail.record("confirm", assessment, by=None)

    assert before < trail.latest(assessment) == entry.pk


def test_what_was_deleted_is_named_as_it_was_while_it_stood(assessment, auditor):
    changes = {"finding": ("ขั้นตอนไม่ชัดเจน", None), "disposition": ("develop", None)}
    trail.record("delete_analysis", assessment, by=auditor, changes=changes)

    assert changes_of(latest_act(assessment, auditor)) == [
        ("ข้อค้นพบ", "ขั้นตอนไม่ชัดเจน", ""),
        ("ข้อวินิจฉัย", "พัฒนา", ""),
    ]


# -- Words for everything that is recorded ---------------------------------------------------------

# Verbs that are chosen at run time: record_scores(…, verb=…), and the like.
CHOSEN_VERBS = {
    ("assessments", "record_scores"),
    ("assessments", "import_scores"),
    ("assessments", "apply_import"),
    ("assessments", "discard_import"),
    *(("assessments", f"{verb}_recommendation") for verb in ("save", "retire", "restore")),
    *(("measures", f"{verb}_template") for verb in ("save", "retire", "restore")),
}


def recorded_verbs():
    """(app, verb) of every trail.record("verb", …) in the product."""
    for config in apps.get_app_configs():
        folder = Path(config.path)
        if folder.parent == Path(settings.BASE_DIR):
            for path in folder.rglob("*.py"):
                calls = [
                    row for row in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(row, ast.Call)
                ]
                records = [row.args[0] for row in calls if ast.unparse(row.func) == "trail.record"]
                yield from ((config.label, row.value) for row in records if isinstance(row, ast.Constant))


def test_every_verb_that_is_recorded_has_words():
    verbs = {*recorded_verbs(), *CHOSEN_VERBS}

    nameless = sorted(verb for app, verb in verbs if name_of_verb(verb, app) == name_of_verb("no such verb"))

    assert len(verbs) >= 12
    assert nameless == []
