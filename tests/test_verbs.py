"""Every verb, called once: it leaves its act on the trail, and where the trail cannot be written nothing has changed.

A verb is a public function of a workflow that is told `by` whom it is done. `ACTS` prepares each one in a small world;
a verb that is not there fails: add it together with the verb (those of measures and of people are in tests/measures/acts.py and tests/organizations/acts.py).
"""

import inspect
import re
from copy import deepcopy
from datetime import date
from decimal import Decimal
from importlib import import_module

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments import score_sheets
from assessments import workflow as scores
from assessments.bands import BandLimits
from assessments.framework_revisions import copy_framework, correct, correct_all
from assessments.import_changes import changes_of, fingerprint
from assessments.models import Analysis, Recommendation
from organizations.emblems import set_emblem
from organizations.holidays import add_holiday, correct_holiday
from organizations.models import Role, TrailEntry
from reports import workflow as documents
from reports.checks.finding import Family, about_data
from reports.models import Document, Inquiry
from tests import builders
from tests.assessments.sheet_files import edited
from tests.measures import acts as acts_on_measures
from tests.organizations import acts as acts_on_organizations
from tests.organizations.test_emblems import a_picture
from tests.reports import acts as acts_on_papers

pytestmark = pytest.mark.django_db

WORKFLOWS = [
    "assessments.framework_revisions",
    "assessments.workflow",
    "measures.workflow",
    "organizations.emblems",
    "organizations.holidays",
    "organizations.workflow",
    "reports.workflow",
]
# They are told by whom and change no row: they tell what was taken away.
LOOKING = {"record_export", "record_oversight_export"}
# They keep a convenience of the person alone, of which the organisation's trail does not tell.
PERSONAL = {"save_view", "delete_view"}
NOW = timezone.now()


def verbs():
    """{name: function} of the verbs of all workflows."""
    found = {}
    for name in WORKFLOWS:
        module = import_module(name)
        for verb, function in inspect.getmembers(module, inspect.isfunction):
            is_public = not verb.startswith("_") and verb not in LOOKING | PERSONAL
            if is_public and "by" in inspect.signature(function).parameters:
                found[verb] = function
    return found


class World:
    """An organisation with a result of 2568 in work and one of 2567 confirmed, and its auditor."""

    def __init__(self):
        self.framework = builders.a_framework(2568)
        self.organization = builders.an_organization()
        self.user = builders.a_user(self.organization, Role.AUDITOR)
        self.draft = builders.an_assessment(self.organization, self.framework, builders.FULL_SCORES)
        earlier = builders.a_framework(2567)
        self.confirmed = builders.an_assessment(
            self.organization, earlier, builders.FULL_SCORES, is_confirmed=True
        )

    def analysis(self, **fields):
        return builders.an_analysis(self.draft, ["i1"], **fields)

    def question(self, code):
        return self.framework.questions.get(code=code)

    def waiting_import(self):
        return scores.propose_import(
            self.organization,
            self.framework,
            source="paste",
            figures={"i1": "91.00"},
            header={},
            reading=[],
            by=self.user,
        )

    def text(self, **fields):
        place = {"organization": self.organization, "band": "fix", "finding": "ขั้นตอนไม่ชัดเจน"}
        return Recommendation.objects.create(**place, **fields)

    def sheet(self):
        form = score_sheets.sheet_form_of(self.framework, self.organization)
        return SimpleUploadedFile("คะแนน.xlsx", score_sheets.write_sheet(form, {"i1": Decimal(91)}))

    def bulk_sheet(self):
        form = score_sheets.bulk_form_of(self.framework)
        rows = [(self.organization.slug, self.organization.name)]
        content = score_sheets.write_bulk_template(form, rows)
        return SimpleUploadedFile("รวม.xlsx", edited(content, lambda book, sheet: fill_totals(sheet, form)))


def fill_totals(sheet, form):
    """A total in every row below the head."""
    head = next(cell for row in sheet.iter_rows() for cell in row if cell.value == form.columns["total"])
    for row in range(head.row + 1, sheet.max_row + 1):
        sheet.cell(row, head.column).value = 91


ACTS = {**acts_on_measures.ACTS, **acts_on_organizations.ACTS, **acts_on_papers.ACTS}


def act(prepare):
    """Register how a verb is called: the function prepares the world and returns the call."""
    ACTS[prepare.__name__] = prepare
    return prepare


def texts(**changes):
    fields = {"disposition": "fix", "finding": "ก", "recommendation": "ข", "reason_without_measure": ""}
    return {**fields, **changes}


# -- Results ---------------------------------------------------------------------------------------


@act
def start(world):
    framework = builders.a_framework(2569)
    return lambda: scores.start(world.organization, framework, by=world.user)


@act
def confirm(world):
    return lambda: scores.confirm(world.draft, by=world.user)


@act
def reopen(world):
    return lambda: scores.reopen(world.confirmed, reason="พิมพ์ผิด", by=world.user, at=NOW)


@act
def record_scores(world):
    return lambda: scores.record_scores(world.draft, {"i1": Decimal(91), "total": Decimal(91)}, by=world.user)


@act
def save_scores(world):
    return lambda: scores.save_scores(world.draft, [scores.ScoreEdit("i1", Decimal(91), 1)], by=world.user)


@act
def save_sheet(world):
    edits = [scores.SheetEdit("i1", Decimal(91), Decimal(90), 1)]
    return lambda: scores.save_sheet(world.draft, edits, by=world.user)


@act
def save_header(world):
    return lambda: scores.save_header(world.draft, {"official_rank": 7}, version=1, by=world.user)


# -- Imports ---------------------------------------------------------------------------------------


@act
def propose_import(world):
    return world.waiting_import


@act
def apply_import(world):
    row = world.waiting_import()
    seen = fingerprint(changes_of(row, world.draft))
    return lambda: scores.apply_import(row, seen=seen, by=world.user)


@act
def discard_import(world):
    row = world.waiting_import()
    return lambda: scores.discard_import(row, by=world.user)


@act
def upload_sheet(world):
    upload = world.sheet()
    return lambda: scores.upload_sheet(world.organization, world.framework, upload, by=world.user)


@act
def send_bulk(world):
    held = scores.hold_bulk(world.framework, world.bulk_sheet())
    return lambda: scores.send_bulk(held, world.framework, by=world.user)


# -- Analyses, limitations and the library ---------------------------------------------------------


@act
def save_analysis(world):
    row = world.analysis()
    values = texts(finding="ใหม่")
    return lambda: scores.save_analysis(row, values, questions=[world.question("i1")], version=1, by=world.user)


@act
def accept_drafts(world):
    row = world.analysis(is_draft=True)
    return lambda: scores.accept_drafts(world.draft, [row], by=world.user)


@act
def give_reason(world):
    world.analysis()
    return lambda: scores.give_reason(world.draft, [world.question("i1")], "คะแนนสูงอยู่แล้ว", by=world.user)


@act
def delete_analysis(world):
    row = world.analysis()
    return lambda: scores.delete_analysis(row, version=1, by=world.user)


@act
def draft_analyses(world):
    world.text(instrument_code="IIT", recommendation="ควรจัดทำคู่มือ")
    Recommendation.objects.update(band="develop")
    return lambda: scores.draft_analyses(world.draft, by=world.user)


@act
def copy_last_year(world):
    question = world.question("i1")
    question.continues = world.confirmed.framework.questions.get(code="i1")
    question.save()
    builders.an_analysis(world.confirmed, ["i1"])
    return lambda: scores.copy_last_year(world.draft, ["i1"], by=world.user)


@act
def set_band_limits(world):
    limits, seen = BandLimits(Decimal(90), Decimal(70)), world.draft.band_limits
    return lambda: scores.set_band_limits(world.draft, limits, seen=seen, by=world.user)


@act
def save_limitations(world):
    edits = [scores.LimitationEdit("บุคลากรไม่เพียงพอ")]
    return lambda: scores.save_limitations(world.draft, edits, by=world.user)


@act
def keep_as_recommendation(world):
    row = world.analysis()
    return lambda: scores.keep_as_recommendation(row, by=world.user)


@act
def save_recommendation(world):
    row = world.text()
    return lambda: scores.save_recommendation(row, {"finding": "ใหม่"}, version=1, by=world.user)


@act
def retire_recommendation(world):
    row = world.text()
    return lambda: scores.retire_recommendation(row, version=1, by=world.user)


@act
def restore_recommendation(world):
    row = world.text(is_retired=True)
    return lambda: scores.restore_recommendation(row, version=1, by=world.user)


# -- What all share --------------------------------------------------------------------------------


def two_weights(world):
    iit, _, oit = world.framework.instruments.all()
    scores.record_scores(world.draft, {"i1": Decimal(50)}, by=None)
    return [(iit, {"weight": Decimal(20)}), (oit, {"weight": Decimal(50)})]


@act
def correct_all_(world):
    corrections = two_weights(world)
    return lambda: correct_all(corrections, "ตามประกาศ", world.user)


@act
def correct_(world):
    return lambda: correct(world.question("i1"), {"wording": "ถ้อยคำใหม่"}, "ตามประกาศ", world.user)


@act
def copy_framework_(world):
    return lambda: copy_framework(world.framework, 2571, world.user)


@act
def add_holiday_(world):
    day = date(2026, 1, 2)
    return lambda: add_holiday(day=day, name="วันหยุดพิเศษ", is_provisional=False, by=world.user)


@act
def correct_holiday_(world):
    row = add_holiday(day=date(2026, 1, 2), name="วันหยุดพิเศษ", is_provisional=False, by=world.user)
    return lambda: correct_holiday(row, {"name": "วันหยุดใหม่"}, version=1, by=world.user)


@act
def set_emblem_(world):
    upload = SimpleUploadedFile("ตราครุฑ.png", a_picture())
    return lambda: set_emblem(world.organization, upload, by=world.user)


# -- Documents -------------------------------------------------------------------------------------


@act
def write_document(world):
    new = Document(organization=world.organization, kind="memo", fiscal_year=2568)
    return lambda: documents.write_document(new, {"subject": "ใหม่"}, version=1, by=world.user, read_at=NOW)


@act
def check_document(world):
    row = builders.a_document(world.organization)
    return lambda: documents.check_document(row, version=1, by=world.user, read_at=NOW)


def a_memo(world):
    return builders.a_document(world.organization, "memo", dated_on=date(2025, 1, 16))


@act
def take_number(world):
    row = a_memo(world)
    return lambda: documents.take_number(row, "๐๐๕", version=1, by=world.user)


@act
def draw_number(world):
    row = a_memo(world)
    documents.set_number_source(world.organization, draws=True, by=world.user)
    row.refresh_from_db()
    return lambda: documents.draw_number(row, version=1, by=world.user)


@act
def note_number(world):
    note = "หนังสือถึงอำเภอ"
    return lambda: documents.note_number(world.organization, "นค ๕๓๗๑๑", 2568, "๖", note, by=world.user)


@act
def forget_noted_number(world):
    row = builders.a_register_number(world.organization)
    return lambda: documents.forget_noted_number(row, by=world.user)


@act
def set_number_source(world):
    return lambda: documents.set_number_source(world.organization, draws=True, by=world.user)


def a_finding():
    return about_data(Family.FORM, "date", "analysis", "ยังไม่ได้ลงวันที่", "/")


@act
def override_finding(world):
    row = builders.a_document(world.organization)
    reason = "ลงวันที่เมื่อลงนาม"
    return lambda: documents.override_finding(row, a_finding(), reason=reason, by=world.user)


@act
def take_back_override(world):
    row = builders.a_document(world.organization)
    passed = documents.override_finding(row, a_finding(), reason="ลงวันที่เมื่อลงนาม", by=world.user)
    return lambda: documents.take_back_override(passed, by=world.user, at=NOW)


# -- Questions to the auditor ----------------------------------------------------------------------


@act
def ask_question(world):
    new = Inquiry(
        organization=world.organization,
        subject="result",
        subject_name="ผลการประเมินปี ๒๕๖๘",
        fiscal_year=2568,
        question="เหตุใดคะแนนจึงลดลง",
    )
    return lambda: documents.ask_question(new, by=world.user, at=NOW)


@act
def answer_question(world):
    row = builders.an_inquiry(world.organization)
    return lambda: documents.answer_question(row, "เพราะเกณฑ์เปลี่ยน", by=world.user, at=NOW)


@act
def acknowledge_answer(world):
    answered = {"answer": "เพราะเกณฑ์เปลี่ยน", "answered_by": world.user, "answered_at": NOW}
    row = builders.an_inquiry(world.organization, by=world.user, **answered)
    return lambda: documents.acknowledge_answer(row, by=world.user, at=NOW)


# -- The sweep -------------------------------------------------------------------------------------

NAMES = [name.rstrip("_") for name in ACTS]
each_act = pytest.mark.parametrize("prepare", ACTS.values(), ids=NAMES)
APPS = ("organizations", "assessments", "measures", "reports")


def everything_stored():
    """Every row of the portal, by model."""
    models = [model for app in APPS for model in apps.get_app_config(app).get_models(include_auto_created=True)]
    return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in models}


HEADS = "organizations_trailhead"
# Rows that a verb may hold before its first act, so that all that hang on them wait there and not in a circle.
HOLDERS = {"assessments_assessment", "measures_measureplan", "assessments_scoreimport", "reports_document"}
TAKING_ROWS = re.compile(r'^(?:UPDATE|DELETE FROM) "(\w+)"|^SELECT .* FROM "(\w+)".* FOR UPDATE')


def assert_nobody_waits_in_a_circle(queries):
    """After its first act (which takes the head of the chain) a verb takes no rows, or it holds what they hang on."""
    found = [match for query in queries if (match := TAKING_ROWS.match(query["sql"]))]
    tables = [match[1] or match[2] for match in found]
    first = tables.index(HEADS)
    before, after = set(tables[:first]), set(tables[first:]) - {HEADS}
    assert not after or before & HOLDERS, f"takes {after} after its first act, and held only {before} before"


def test_every_verb_is_tried():
    assert sorted(NAMES) == sorted(verbs())


@pytest.fixture(scope="module")
def built(module_rows):
    with module_rows():
        return World()


@pytest.fixture
def world(built, db):
    """The world as it was built: its rows come back with the end of a test, its objects are those of one test."""
    return deepcopy(built)


@each_act
def test_a_verb_changes_rows_and_leaves_its_act_with_who_did_it(world, prepare):
    call, before, entries = prepare(world), everything_stored(), TrailEntry.objects.count()

    with CaptureQueriesContext(connection) as queries:
        call()

    acts = TrailEntry.objects.all()[entries:]
    changed = {name for name, rows in everything_stored().items() if rows != before[name]}
    assert [act.by for act in acts] == [world.user] * len(acts) != []
    assert len(changed - {"organizations.TrailEntry", "organizations.TrailHead"}) >= 1
    assert_nobody_waits_in_a_circle(queries)


@each_act
def test_where_the_trail_cannot_be_written_nothing_has_changed(world, prepare, monkeypatch):
    call, before = prepare(world), everything_stored()

    def fail(*args, **kwargs):
        raise RuntimeError("the trail is full")

    monkeypatch.setattr(TrailEntry, "save", fail)
    with pytest.raises(RuntimeError, match="the trail is full"):
        call()

    assert everything_stored() == before


def test_an_analysis_that_goes_leaves_its_text_on_the_trail(world):
    row = world.analysis(finding="ขั้นตอนไม่ชัดเจน")

    scores.delete_analysis(row, version=1, by=world.user)

    assert TrailEntry.objects.last().changes["finding"] == ["ขั้นตอนไม่ชัดเจน", None]
    assert not Analysis.objects.exists()
