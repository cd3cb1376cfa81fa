"""What tests of progress start from: an adopted measure of two divisions, and people of each."""

from datetime import date

from measures import workflow
from measures.models import MeasureOwner, PlanStatus, ProgressState
from organizations.models import Role
from tests.builders import a_division, a_measure, a_plan, a_user, an_organization

TODAY = date(2026, 3, 31)


class World:
    """An adopted plan with one measure of two divisions, the first of which leads, and a person of each."""

    def __init__(self):
        self.organization = an_organization()
        self.lead, self.other = a_division(self.organization), a_division(self.organization)
        self.plan = a_plan(self.organization, status=PlanStatus.ADOPTED)
        self.measure = a_measure(self.plan, steps=("จัดทำคู่มือ", "เผยแพร่คู่มือ"), is_all_divisions=False)
        for order, division in enumerate((self.lead, self.other), start=1):
            MeasureOwner.objects.create(
                measure=self.measure, division=division, order=order, is_lead=division == self.lead
            )
        self.staff = a_user(self.organization, Role.DIVISION_STAFF, division=self.lead)
        self.auditor = a_user(self.organization, Role.AUDITOR)

    def report(self, **fields):
        values = {
            "division": self.lead,
            "done_on": date(2026, 1, 5),
            "state": ProgressState.UNDER_WAY,
            "percent": 40,
            "text": "ประชุมคณะทำงานแล้ว",
            "today": TODAY,
            "by": self.staff,
        }
        return workflow.report_progress(self.measure, **{**values, **fields})

    def step(self, number):
        return self.measure.steps.get(order=number)
