"""How each verb of plans, measures and evidence is called, for the sweep over all verbs (tests/test_verbs.py).

Each function prepares the world (its organisation and its auditor) and returns the call. They are named like the verbs;
a name that would hide another ends in "_".
"""

from dataclasses import replace
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from measures import workflow
from measures.measure_content import content_of
from measures.models import MeasureTemplate, PlanStatus
from tests import builders
from tests.measures import evidence_samples

DAY = date(2026, 3, 31)
LINK = "https://example.go.th/manual"


def _draft(world):
    return builders.a_plan(world.organization)


def _measure(world):
    """A measure of the adopted plan."""
    return builders.a_measure(builders.a_plan(world.organization, status=PlanStatus.ADOPTED))


def _entry(world):
    return builders.an_entry(_measure(world), by=world.user)


# -- Drafting --------------------------------------------------------------------------------------


def start_plan(world):
    return lambda: workflow.start_plan(world.organization, 2570, by=world.user)


def save_measure(world):
    plan = _draft(world)
    content = replace(content_of(builders.a_measure(plan)), titles=("เรื่องใหม่",))
    return lambda: workflow.save_measure(plan, content, by=world.user)


def delete_measure(world):
    measure = builders.a_measure(_draft(world))
    return lambda: workflow.delete_measure(measure, by=world.user)


def copy_measure(world):
    measure = builders.a_measure(_draft(world))
    return lambda: workflow.copy_measure(measure, by=world.user)


def move_measure(world):
    plan = _draft(world)
    _, second = builders.a_measure(plan), builders.a_measure(plan)
    return lambda: workflow.move_measure(second, to=1, by=world.user)


def assign_owners(world):
    measure, division = builders.a_measure(_draft(world)), builders.a_division(world.organization)
    return lambda: workflow.assign_owners(measure.plan, [measure], divisions=[division], by=world.user)


def assign_dates(world):
    measure, last = builders.a_measure(_draft(world)), date(2026, 6, 30)
    return lambda: workflow.assign_dates(measure.plan, [measure], starts_on=DAY, due_on=last, by=world.user)


def undo(world):
    measure = builders.a_measure(_draft(world))
    workflow.copy_measure(measure, by=world.user)
    return lambda: workflow.undo(measure.plan, by=world.user)


def create_from_suggestions(world):
    framework = builders.a_framework(2566)
    scores = {**builders.FULL_SCORES, "i1": "50.00"}
    source = builders.an_assessment(world.organization, framework, official=scores, is_confirmed=True)
    builders.a_template(question=framework.questions.get(code="i1"))
    plan = builders.a_plan(world.organization, 2567, source_assessment=source)
    return lambda: workflow.create_from_suggestions(plan, {"i1": None}, by=world.user)


def carry_over(world):
    last = builders.a_measure(builders.a_plan(world.organization, 2568, status=PlanStatus.ADOPTED))
    plan = _draft(world)
    return lambda: workflow.carry_over(plan, [last], by=world.user)


# -- The library -----------------------------------------------------------------------------------


def save_template(world):
    values = {"titles": "จัดทำคู่มือ", "steps": "ร่าง"}
    new = MeasureTemplate(organization=world.organization)
    return lambda: workflow.save_template(new, values, by=world.user)


def retire_template(world):
    template = builders.a_template(world.organization)
    return lambda: workflow.retire_template(template, version=1, by=world.user)


def restore_template(world):
    template = builders.a_template(world.organization, is_retired=True)
    return lambda: workflow.restore_template(template, version=1, by=world.user)


# -- Adopted ---------------------------------------------------------------------------------------


def adopt(world):
    plan = builders.a_measure(_draft(world)).plan
    return lambda: workflow.adopt(plan, on=DAY, by=world.user)


def amend_measure(world):
    measure = _measure(world)
    content = replace(content_of(measure), target="ครบทุกงาน")
    return lambda: workflow.amend_measure(measure, content, reason="ตามมติ", version=1, by=world.user)


def cancel_measure(world):
    measure = _measure(world)
    return lambda: workflow.cancel_measure(measure, reason="งบประมาณไม่พอ", on=DAY, by=world.user)


# -- Progress and evidence -------------------------------------------------------------------------


def report_progress(world):
    measure, division = _measure(world), builders.a_division(world.organization)
    said = {"done_on": DAY, "state": "under_way", "percent": 40, "text": "ประชุมแล้ว"}
    return lambda: workflow.report_progress(measure, division=division, **said, today=DAY, by=world.user)


def write_summary(world):
    measure = _measure(world)
    return lambda: workflow.write_summary(measure, 12, ["จัดทำแล้ว"], "", version=0, by=world.user)


def attach_file(world):
    entry, upload = _entry(world), SimpleUploadedFile("คู่มือ.pdf", evidence_samples.pdf())
    return lambda: workflow.attach_file(entry, upload, by=world.user)


def attach_link(world):
    entry = _entry(world)
    return lambda: workflow.attach_link(entry, LINK, by=world.user)


def attach_to(world):
    entry = _entry(world)
    return lambda: workflow.attach_to(entry, [], [(LINK, "คู่มือ")], by=world.user)


def withdraw_evidence(world):
    evidence, now = workflow.attach_link(_entry(world), LINK, by=world.user), timezone.now()
    return lambda: workflow.withdraw_evidence(evidence, reason="แนบผิด", by=world.user, at=now)


ACTS = {
    name: prepare
    for name, prepare in list(globals().items())
    if callable(prepare) and getattr(prepare, "__module__", "") == __name__ and not name.startswith("_")
}
