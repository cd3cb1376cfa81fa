"""The page of a province or the nation: everything it says, in a fixed number of queries."""

from dataclasses import dataclass
from decimal import Decimal

from django.core.paginator import Page, Paginator

from organizations.models import Organization, OrganizationKind
from reports.oversight.distribution import Quartiles, Range, quartiles_by_kind, ranges_of
from reports.oversight.scope import Scope
from reports.oversight.year_rows import STEPS, Details, Step, details_of, step_counts

PAGE_SIZE = 50
ROWS_AT_ONCE = 1000  # a database takes so many keys in one query


@dataclass(frozen=True)
class StepCount:
    """How many organisations have done a step, and how many have not; `query` is the address of the latter."""

    step: Step
    done: int
    missing: int
    query: str

    @property
    def share(self):
        """Of all organisations, in percent."""
        return Decimal(100 * self.done) / (self.done + self.missing or 1)


@dataclass(frozen=True)
class OversightRow:
    """An organisation (of with_result) as a row of the page."""

    organization: Organization
    details: Details

    @property
    def marks(self):
        """[(label of the step, is it done?)] in the order of the work."""
        return [(step.label, done) for step, done in zip(STEPS, self.details.marks, strict=True)]

    @property
    def is_recorded(self):
        return self.details.marks[0]


@dataclass(frozen=True)
class OversightPage:
    """What the page says."""

    scope: Scope
    count: int
    steps: list[StepCount]
    kinds: list[tuple[OrganizationKind, Quartiles]]
    ranges: list[Range]
    page: Page
    rows: list[OversightRow]

    @property
    def shows_province(self):
        return self.scope.province is None


def read_page(scope, number):
    """The OversightPage of a scope; `number` is that of the page of rows, as the address says it."""
    counts = step_counts(scope.organizations, scope.framework)
    rows = Paginator(scope.rows(), PAGE_SIZE).get_page(number)
    details = details_of(list(rows), scope.framework)
    return OversightPage(
        scope=scope,
        count=counts["all"],
        steps=[_step_count(scope, step, counts) for step in STEPS],
        kinds=quartiles_by_kind(scope.results()),
        ranges=ranges_of(scope.results()),
        page=rows,
        rows=[OversightRow(row, details[row.pk]) for row in rows],
    )


def _step_count(scope, step, counts):
    done = counts[step.name]
    return StepCount(step, done, counts["all"] - done, scope.query(missing=step.name, kind="", level=""))


def rows_with_details(scope, told):
    """Every row of a Scope with its Details, looked up for so many at a time; `told(done, total)` hears before each time."""
    organizations = list(scope.rows())
    for start in range(0, len(organizations), ROWS_AT_ONCE):
        told(start, len(organizations))
        some = organizations[start : start + ROWS_AT_ONCE]
        details = details_of(some, scope.framework)
        yield from ((row, details[row.pk]) for row in some)
