"""An entry that evidence is for, the people around it, and what they upload."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from measures import workflow
from measures.models import PlanStatus
from organizations.models import Role
from tests import builders
from tests.measures import evidence_samples as samples

NOW = timezone.now()
LINK = "https://example.go.th/manual"


class World:
    """An entry of one division about an adopted measure, and the people around it."""

    def __init__(self):
        self.organization = builders.an_organization()
        self.division = builders.a_division(self.organization)
        plan = builders.a_plan(self.organization, status=PlanStatus.ADOPTED)
        self.measure = builders.a_measure(plan, is_all_divisions=True)
        self.staff = builders.a_user(self.organization, Role.DIVISION_STAFF, division=self.division)
        self.auditor = builders.a_user(self.organization, Role.AUDITOR)
        self.entry = builders.an_entry(self.measure, self.division, by=self.staff)

    def attach(self, name="คู่มือ.pdf", content=None, **fields):
        content = samples.pdf() if content is None else content
        return workflow.attach_file(self.entry, upload(name, content), **{"by": self.staff, **fields})

    def address(self, name, *arguments):
        return reverse(f"measures:{name}", args=[self.organization.slug, *arguments])

    def add_address(self):
        return self.address("add_evidence", self.measure.plan.fiscal_year, self.measure.pk, self.entry.pk)


def upload(name, content):
    return SimpleUploadedFile(name, content)


def people_who_may_not(world):
    other = builders.an_organization()
    return {
        "other division": builders.a_user(world.organization, Role.DIVISION_STAFF),
        "executive": builders.a_user(world.organization, Role.EXECUTIVE),
        "clerk": builders.a_user(world.organization, Role.CLERK),
        "other auditor": builders.a_user(other, Role.AUDITOR),
        "overseer": builders.a_user(role=Role.OVERSEER, province=world.organization.province),
    }
