"""One organisation among its peers: its rank, and the quartiles of the others, whom nobody can tell apart.

Confirmed results alone count. Of few peers nothing is said: a figure could be traced to one of them.
"""

from dataclasses import dataclass
from decimal import Decimal

from organizations.models import OrganizationKind
from reports.oversight.distribution import FEWEST, Quartiles, quartiles_by
from reports.oversight.year_rows import confirmed_results


@dataclass(frozen=True)
class Peers:
    """A group that the organisation is compared with. Without `quartiles` it has too few confirmed results."""

    name: str
    rank: int | None = (
        None  # among `quartiles.count`, equals share a rank; None without a confirmed result of one's own
    )
    quartiles: Quartiles | None = None


@dataclass(frozen=True)
class OwnPlace:
    """Where the organisation stands in a year; `total` is None while its own result is not confirmed."""

    total: Decimal | None
    groups: tuple[Peers, ...]


def place_of(organization, framework):
    """The OwnPlace of an organisation, in a fixed number of queries."""
    results = confirmed_results(framework)
    kind = results.filter(organization__kind=organization.kind)
    own = results.filter(organization=organization).values_list("total", flat=True).first()
    label = OrganizationKind(organization.kind).label
    groups = (
        (f"{label}ใน{organization.province.line}", kind.filter(organization__province=organization.province)),
        (f"{label}ทั่วประเทศ", kind),
    )
    return OwnPlace(own, tuple(_peers(name, rows, own) for name, rows in groups))


def _peers(name, results, own):
    """`results` are those of the group, the organisation's own among them once it is confirmed."""
    quartiles = quartiles_by(results, "framework").values()
    found = next(iter(quartiles), None)
    if found is None or found.count - (own is not None) < FEWEST:
        return Peers(name)
    rank = None if own is None else results.filter(total__gt=own).count() + 1
    return Peers(name, rank, found)
