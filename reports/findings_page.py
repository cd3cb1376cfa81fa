"""The findings on a document as their page lists them: by family, each with the reason it was passed with."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.urls import resolve

from organizations.models import Role
from reports import checks
from reports.checks import Family, Finding
from reports.finding_forms import OverrideForm
from reports.models import DocumentStatus, OverriddenFinding


@dataclass(frozen=True)
class CheckedFinding:
    """A finding, the reason somebody passed it with, and the form to do so for whoever may."""

    finding: Finding
    overridden: OverriddenFinding | None
    form: OverrideForm | None
    mended_by: str  # who mends it where it leads to, where that is not the person; "" otherwise

    @property
    def anchor(self):
        return f"finding-{self.finding.key}"

    @property
    def stands_in_the_way(self):
        return self.finding.is_blocking and self.overridden is None


@dataclass(frozen=True)
class FamilyOfFindings:
    """The findings of one family under its name."""

    label: str
    rows: list[CheckedFinding]

    @property
    def blocking_count(self):
        return sum(row.stands_in_the_way for row in self.rows)


@dataclass(frozen=True)
class FindingsPage:
    """All findings on a document. `former` are reasons given to words that have changed since."""

    groups: list[FamilyOfFindings]
    former: list[OverriddenFinding]
    may_override: bool

    @property
    def all(self):
        return [row for group in self.groups for row in group.rows]

    @property
    def blocking_count(self):
        return sum(row.stands_in_the_way for row in self.all)

    @property
    def advisory_count(self):
        return sum(not row.finding.is_blocking and row.overridden is None for row in self.all)

    @property
    def passed_count(self):
        return sum(row.overridden is not None for row in self.all)

    @property
    def refused(self):
        """The form that was sent and refused; None on a page that was only opened."""
        return next((row.form for row in self.all if row.form and row.form.errors), None)

    def of_key(self, key):
        """The finding of a key; None when it is no longer found."""
        return next((row for row in self.all if row.finding.key == key), None)


def read_findings(document, user, data=None):
    """The page of a stored document for one reader; `data` is what was sent, kept in the form it was sent with."""
    standing = OverriddenFinding.objects.visible_to(user).filter(document=document, taken_back_at__isnull=True)
    by_key = {row.key: row for row in standing.select_related("by")}
    may_override = may_pass(document, user)
    roles = [role for role in (Role.AUDITOR, Role.ADMINISTRATOR) if user.has_role(document.organization, role)]
    groups = {family: [] for family in Family}
    for finding in checks.findings_for(document, lambda model: model.objects.visible_to(user)):
        sent = data if data and data.get("key") == finding.key else None
        form = OverrideForm(sent, key=finding.key) if may_override else None
        mended_by = _mended_by(finding.url, roles, may_override)
        row = CheckedFinding(finding, by_key.pop(finding.key, None), form, mended_by)
        groups[finding.family].append(row)
    told = [FamilyOfFindings(family.label, rows) for family, rows in groups.items() if rows]
    return FindingsPage(told, list(by_key.values()), may_override)


def _mended_by(url, roles, writes):
    """Who mends what stands at an address, in Thai; "" when this person may. Who writes documents mends them."""
    app = resolve(urlsplit(url).path).app_name
    role = Role.ADMINISTRATOR if app == "organizations" else Role.AUDITOR
    return "" if role in roles or (app == "reports" and writes) else role.label


def may_pass(document, user):
    """True when the person may pass findings on the document: it is a draft, and the person writes documents here."""
    writes = user.has_role(document.organization, *OverriddenFinding.objects.all().editing_roles)
    return document.status == DocumentStatus.DRAFT and writes
