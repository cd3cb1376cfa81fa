"""Whose rows of which year a person looks at: the scope that page and sheet share."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db.models import Exists, OuterRef, QuerySet

from assessments.models import Assessment, AssessmentStatus, Framework
from organizations.models import Organization, Province
from reports.oversight.row_filter import RowFilter, apply_filter, choices_of, in_words, read_filter
from reports.oversight.year_rows import confirmed_results, with_result

NATION = "ทั่วประเทศ"


class NothingOverseen(Exception):
    """The person oversees no organisation."""


@dataclass(frozen=True)
class Scope:
    """The organisations a person oversees, the year, and what the address asks for of them."""

    organizations: QuerySet  # of the chosen province, before the other filters
    province: Province | None  # None: all there are
    framework: Framework
    earlier: Framework | None  # of the year before
    choices: Mapping[str, Mapping[str, str]]
    wanted: RowFilter

    @property
    def year(self):
        return self.framework.year

    @property
    def next_year(self):
        """The year of the plans that are made from the results."""
        return self.framework.year + 1

    @property
    def kind_name(self):
        """The kind that was asked for; '' for all."""
        return self.choices["kind"].get(self.wanted.kind, "")

    @property
    def open_query(self):
        """The address of everything there is of the year and the province."""
        return self.query(kind="", missing="", level="")

    @property
    def place_name(self):
        """ในจังหวัดตรัง, or ทั่วประเทศ."""
        return f"ใน{self.province.line}" if self.province else NATION

    @property
    def words(self):
        """What is shown, after แสดง."""
        return in_words(self.wanted, self.choices)

    def rows(self):
        """The organisations that were asked for with their results, in the order that was asked for."""
        rows = with_result(self.organizations, self.framework, self.earlier)
        return apply_filter(rows, self.wanted, self.framework, self.organizations).select_related("province")

    def results(self):
        """The confirmed results of the province or nation, of the chosen kind alone where one is chosen."""
        organizations = self.organizations
        if self.wanted.kind:
            organizations = organizations.filter(kind=self.wanted.kind)
        return confirmed_results(self.framework).filter(organization__in=organizations.values("pk"))

    def query(self, **changes):
        """The query string of the same page with some filters changed."""
        return replace(self.wanted, **changes).query


def scope_of(user, asked):
    """The Scope of a person and an address (a QueryDict, say). Raises NothingOverseen."""
    organizations = Organization.objects.overseen_by(user)
    here = Exists(organizations.filter(province=OuterRef("pk")))
    provinces = list(Province.objects.filter(here).order_by("sort_name"))
    frameworks = list(_frameworks(organizations)) if provinces else []
    if not frameworks:
        raise NothingOverseen
    framework = _framework(frameworks, asked.get("year", ""))
    levels = [row.name for row in framework.rating_levels.all()]
    choices = choices_of(frameworks, provinces, levels)
    wanted = read_filter(asked, choices)
    province = _province(provinces, wanted)
    if province:
        organizations = organizations.filter(province=province)
    earlier = next((row for row in frameworks if row.year == framework.year - 1), None)
    wanted = replace(wanted, year=str(framework.year))
    return Scope(organizations, province, framework, earlier, choices, wanted)


def _frameworks(organizations):
    """The years, latest first, each with whether some organisation has a confirmed result."""
    confirmed = Assessment.objects.unscoped("whether a year has confirmed results").filter(
        framework=OuterRef("pk"), status=AssessmentStatus.CONFIRMED, organization__in=organizations.values("pk")
    )
    rows = Framework.objects.order_by("-year").prefetch_related("rating_levels")
    return rows.annotate(has_results=Exists(confirmed))


def _framework(frameworks, year):
    """The year that was asked for, else the latest with results, else the latest."""
    asked = [row for row in frameworks if str(row.year) == year]
    return next(iter(asked or [row for row in frameworks if row.has_results] or frameworks))


def _province(provinces, wanted):
    if len(provinces) == 1:
        return provinces[0]
    return next((row for row in provinces if str(row.pk) == wanted.province), None)
