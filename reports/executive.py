"""The executive's page: four facts about the latest year, and what can be done about them."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from measures.work_list import Waiting
from organizations.models import Organization
from reports.models import DocumentKind, Inquiry
from reports.overview import Overview, latest_year, read_overview
from reports.waiting import papers_to_sign

MOVED = 3
LATE = 3


@dataclass(frozen=True)
class ExecutivePage:
    """The latest year of an organisation; `overview` is None while it has neither a result nor a plan."""

    organization: Organization
    today: date
    overview: Overview | None
    papers: list[Waiting]  # to sign, by this person
    answers: list[Inquiry]  # to this person's questions, not read yet

    @property
    def year(self):
        return self.overview and self.overview.year

    @property
    def moved(self):
        """The indicators that changed most since the year before, at most three."""
        standing = self.overview and self.overview.standing
        return standing.moved[:MOVED] if standing else []

    @property
    def late(self):
        return self.overview.late[:LATE] if self.overview else []

    @property
    def papers_of_result(self):
        """(name, address) of the documents one tap away: the one-page summary, then the analysis."""
        if not (self.overview and self.overview.standing):
            return []
        place = [self.organization.slug, self.year]
        return [
            (kind.label, reverse("reports:preview", args=[*place, kind.value]))
            for kind in (DocumentKind.SUMMARY, DocumentKind.ANALYSIS)
        ]


def executive_page(organization, user, today):
    """The ExecutivePage for one person on a day."""
    year = latest_year(organization, user)
    answers = Inquiry.objects.visible_to(user).unread_by(user).filter(organization=organization)
    return ExecutivePage(
        organization=organization,
        today=today,
        overview=read_overview(organization, year, user, today, is_member=True) if year else None,
        papers=[row for row in papers_to_sign(user, today) if row.organization == organization],
        answers=list(answers.select_related("organization")),
    )
