"""งานของฉัน: what is late, what is due soon and what waits for one person, over all the organisations of the person.

A fixed number of queries, however many organisations and measures.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from importlib import import_module
from itertools import groupby

from django.apps import apps
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.module_loading import module_has_submodule

from assessments.models import Assessment, AssessmentStatus, ScoreImport
from ita_portal.thai_dates import fiscal_year_of
from ita_portal.thai_text import to_thai_digits
from measures.measure_filter import LATE, MeasureFilter
from measures.models import WITHOUT_OWNER, Measure, MeasurePlan, PlanStatus
from measures.workbench import Layout, address_of
from organizations.models import Membership, Organization, Role

SOON = timedelta(days=30)
SHOWN = 5  # measures of one plan; the rest is on its board


@dataclass(frozen=True)
class DueMeasure:
    """A measure, or the step of it that is due first."""

    measure: Measure
    due_on: date
    step_text: str
    is_late: bool

    @property
    def address(self):
        plan = self.measure.plan
        return reverse("measures:measure", args=[plan.organization.slug, plan.fiscal_year, self.measure.pk])


@dataclass(frozen=True)
class DueInPlan:
    """The measures of one plan that are due: the first of them, and where all are."""

    plan: MeasurePlan
    rows: list[DueMeasure]
    more_count: int
    all_address: str


@dataclass(frozen=True)
class Waiting:
    """Something that waits for the person: what it is, in a sentence, and where it is done."""

    organization: Organization
    sentence: str
    address: str
    is_to_sign: bool = False  # a paper of others that stands still until this person signs


@dataclass(frozen=True)
class WorkList:
    """The work of a person. Measures stand by plan, the latest year first, and in a plan by day.

    What is to be signed comes before everything else: others wait for it.
    """

    to_sign: list[Waiting]
    late: list[DueMeasure]
    soon: list[DueMeasure]
    waiting: list[Waiting]
    has_role: bool  # False: the account has no work anywhere yet
    divisions: dict[int, int]  # by organisation, where the person works for this one division only

    @property
    def is_empty(self):
        return not (self.to_sign or self.late or self.soon or self.waiting)

    @property
    def late_by_plan(self) -> list[DueInPlan]:
        return list(self._by_plan(self.late, late=LATE))

    @property
    def soon_by_plan(self) -> list[DueInPlan]:
        return list(self._by_plan(self.soon))

    def _by_plan(self, due, **wanted):
        for plan, rows in groupby(due, key=lambda row: row.measure.plan):
            rows = list(rows)
            division = str(self.divisions.get(plan.organization_id, ""))
            address = address_of(plan, Layout.BOARD, MeasureFilter(division=division, **wanted))
            yield DueInPlan(plan, rows[:SHOWN], max(len(rows) - SHOWN, 0), address)

    @property
    def next_address(self):
        """Where the person most likely goes now."""
        for found in (self.to_sign, self.late, self.waiting, self.soon):
            if found:
                return found[0].address
        return ""


def work_of(user, today):
    """The WorkList of a person on a day."""
    roles = list(Membership.objects.current_of(user).filter(organization__isnull=False))
    due = _due(user, roles, today)
    waiting = [
        *_waiting_for_auditor(user, roles),
        *_waiting_for_lead(user, roles, today),
        *_waiting_elsewhere(user, roles, today),
    ]
    return WorkList(
        to_sign=[row for row in waiting if row.is_to_sign],
        late=[row for row in due if row.is_late],
        soon=[row for row in due if not row.is_late],
        waiting=[row for row in waiting if not row.is_to_sign],
        has_role=bool(roles),
        divisions=_only_divisions(roles),
    )


def _organizations(roles, *wanted):
    return [row.organization_id for row in roles if row.role in wanted]


def _only_divisions(roles):
    """The division of a person by organisation, where it is all the person is there."""
    found = {}
    for row in roles:
        found.setdefault(row.organization_id, []).append(row.division_id)
    return {organization: ids[0] for organization, ids in found.items() if len(ids) == 1 and ids[0]}


def _due(user, roles, today):
    divisions = [row.division_id for row in roles if row.role == Role.DIVISION_STAFF]
    mine = (
        Q(organization__in=_organizations(roles, Role.AUDITOR, Role.EXECUTIVE))
        | Q(owners__division__in=divisions)
        | Q(is_all_divisions=True, organization__in=_organizations(roles, Role.DIVISION_STAFF))
    )
    near = Q(due_on__lte=today + SOON) | Q(steps__due_on__lte=today + SOON)
    measures = Measure.objects.visible_to(user).open().filter(mine, near, plan__status=PlanStatus.ADOPTED)
    measures = measures.distinct().select_related("plan__organization")
    measures = measures.prefetch_related("titles", "steps")
    only_late = set(_organizations(roles, Role.EXECUTIVE)) - set(
        _organizations(roles, Role.AUDITOR, Role.DIVISION_STAFF)
    )
    due = [_first_due(measure, today) for measure in measures]
    shown = [row for row in due if row and (row.is_late or row.measure.organization_id not in only_late)]
    return sorted(shown, key=_place_of)


def _place_of(row):
    plan = row.measure.plan
    return (-plan.fiscal_year, plan.organization.name, plan.pk, row.due_on, row.measure.order)


def _first_due(measure, today):
    """The measure's own day, or that of its first open step; None where neither is near."""
    days = [(step.due_on, step.text) for step in measure.steps.all() if step.due_on and step.is_open]
    if measure.due_on:
        days.append((measure.due_on, ""))
    near = [row for row in days if row[0] <= today + SOON]
    if not near:
        return None
    due_on, text = min(near)
    return DueMeasure(measure, due_on, text, is_late=due_on < today)


def _waiting_for_auditor(user, roles):
    mine = {"organization__in": _organizations(roles, Role.AUDITOR)}
    imports = ScoreImport.objects.visible_to(user).waiting().filter(**mine)
    for row in imports.select_related("organization", "framework"):
        address = reverse("assessments:score_import", args=[row.organization.slug, row.framework.year, row.pk])
        yield Waiting(row.organization, f"คะแนนปี {_thai(row.framework.year)} จาก{row} รอท่านยืนยัน", address)
    yield from _of_results(user, mine)
    yield from _of_plans(user, mine)


def _of_results(user, mine):
    drafts = Count("analyses", filter=Q(analyses__is_draft=True))
    results = Assessment.objects.visible_to(user).for_page().filter(**mine).annotate(draft_count=drafts)
    rows = list(results.filter(Q(status=AssessmentStatus.DRAFT) | Q(draft_count__gt=0)))
    for row in rows:
        if row.status == AssessmentStatus.DRAFT:
            address = reverse("assessments:scores", args=[row.organization.slug, row.year])
            yield Waiting(row.organization, f"คะแนนปี {_thai(row.year)} ยังไม่ยืนยัน", address)
    for row in rows:
        if row.draft_count:
            address = reverse("measures:analysis", args=[row.organization.slug, row.year])
            sentence = f"ร่างการวิเคราะห์ปี {_thai(row.year)} รอท่านตรวจ {_thai(row.draft_count)} เรื่อง"
            yield Waiting(row.organization, sentence, f"{address}?show=draft")


def _of_plans(user, mine):
    """Plans that are drafts, then plans with measures of which nobody knows whose or until when they are."""
    measures = Measure.objects.visible_to(user).open().filter(WITHOUT_OWNER | Q(due_on__isnull=True), **mine)
    unknown = Count("measures", filter=Q(measures__in=measures.order_by().values("pk")))
    plans = MeasurePlan.objects.visible_to(user).for_page().filter(**mine).annotate(unknown_count=unknown)
    rows = list(plans.filter(Q(status=PlanStatus.DRAFT) | Q(unknown_count__gt=0)))
    for row in rows:
        if not row.is_adopted:
            sentence = f"แผนมาตรการปี {_thai(row.fiscal_year)} ยังไม่ประกาศใช้"
            yield Waiting(row.organization, sentence, row.get_absolute_url())
    for row in rows:
        if row.unknown_count:
            count = _thai(row.unknown_count)
            sentence = f"แผนปี {_thai(row.fiscal_year)} มีมาตรการที่ยังไม่มีผู้รับผิดชอบหรือวันสิ้นสุด {count} เรื่อง"
            yield Waiting(row.organization, sentence, row.get_absolute_url())


def _waiting_for_lead(user, roles, today):
    """Measures whose year is over and of which nothing is written to print; for who leads them, and the auditor."""
    divisions = [row.division_id for row in roles if row.role == Role.DIVISION_STAFF]
    led = Measure.objects.visible_to(user).standing().led_by(divisions).values("pk")
    audited = Q(organization__in=_organizations(roles, Role.AUDITOR))
    latest_over = fiscal_year_of(today) - 1
    measures = (
        Measure.objects.visible_to(user)
        .standing()
        .filter(
            audited | Q(pk__in=led),
            plan__status=PlanStatus.ADOPTED,
            plan__fiscal_year__in=[latest_over, latest_over - 1],
            progress_summaries__isnull=True,
        )
    )
    plans = MeasurePlan.objects.visible_to(user).for_page()
    plans = plans.filter(organization__in=[row.organization_id for row in roles])
    silent = plans.filter(measures__in=measures.order_by().values("pk"))
    for row in silent.annotate(silent_count=Count("measures")):
        count = _thai(row.silent_count)
        sentence = f"ปี {_thai(row.fiscal_year)} สิ้นสุดแล้ว แต่ยังไม่มีสรุปผลที่พิมพ์ {count} มาตรการ"
        yield Waiting(row.organization, sentence, row.get_absolute_url())


def _waiting_elsewhere(user, roles, today):
    """What waits in the apps above: each that has something to say of it has a module `waiting` (reports/waiting.py)."""
    for config in apps.get_app_configs():
        if module_has_submodule(config.module, "waiting"):
            yield from import_module(f"{config.name}.waiting").waiting_for(user, roles, today)


def _thai(number):
    return to_thai_digits(str(number))
