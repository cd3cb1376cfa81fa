"""How totals are spread: quartiles by kind and the number of organisations in each range, computed in the database."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber

from assessments.scoring import round_score
from organizations.models import OrganizationKind

FEWEST = 5  # organisations beside one's own; of fewer a figure could be traced to one of them

# From the best: lowest and highest total of a range. The lines at 85 and 95 are those of the levels.
RANGES = (
    (Decimal("95"), Decimal("100")),
    (Decimal("90"), Decimal("94.99")),
    (Decimal("85"), Decimal("89.99")),
    (Decimal("80"), Decimal("84.99")),
    (Decimal("75"), Decimal("79.99")),
    (Decimal("70"), Decimal("74.99")),
    (Decimal("60"), Decimal("69.99")),
    (Decimal("0"), Decimal("59.99")),
)


@dataclass(frozen=True)
class Quartiles:
    """Of so many totals: a quarter lies below `lower`, half below `median`, a quarter above `upper`."""

    count: int
    lower: Decimal
    median: Decimal
    upper: Decimal

    @property
    def middle_width(self):
        """How far apart the totals of the middle half are."""
        return self.upper - self.lower


@dataclass(frozen=True)
class Range:
    """How many totals lie from `lowest` to `highest`; `share` is that of the fullest range, in percent."""

    lowest: Decimal
    highest: Decimal
    count: int
    share: Decimal


def quartiles_by(results, field):
    """{value of the field: Quartiles} of results with a `total` (confirmed_results), in one query.

    A quartile between two totals is put between them in proportion, as PostgreSQL's percentile_cont does; written with
    window functions, which SQLite has too. The database returns at most six rows for each value.
    """
    places = Window(RowNumber(), partition_by=[F(field)], order_by=[F("total").asc(), F("pk").asc()])
    count = Window(Count("pk"), partition_by=[F(field)])
    numbered = results.order_by().annotate(place=places - 1, count=count)
    wanted = Q()
    for quarters in (1, 2, 3):
        below = (F("count") - 1) * quarters
        wanted |= Q(place=below / 4) | Q(place=(below + 3) / 4)
    rows = numbered.filter(wanted).values_list(field, "count", "place", "total")
    totals, counts = {}, {}
    for value, number, place, total in rows:
        totals.setdefault(value, {})[place] = total
        counts[value] = number
    return {value: _quartiles(counts[value], found) for value, found in totals.items()}


def _quartiles(count, totals):
    """`totals` has those at the wanted places, counted from 0."""
    found = []
    for quarters in (1, 2, 3):
        below, rest = divmod((count - 1) * quarters, 4)
        step = totals[below + 1] - totals[below] if rest else Decimal(0)
        found.append(round_score(totals[below] + step * rest / 4))
    return Quartiles(count, *found)


def quartiles_by_kind(results):
    """[(kind, Quartiles)] in the order of the kinds; kinds without a confirmed total are left out."""
    found = quartiles_by(results, "organization__kind")
    return [(kind, found[kind]) for kind in OrganizationKind if kind in found]


def ranges_of(results):
    """[Range], the best first, in one query."""
    counts = results.aggregate(
        **{
            f"range_{place}": Count("pk", filter=Q(total__gte=lowest, total__lte=highest))
            for place, (lowest, highest) in enumerate(RANGES)
        }
    )
    fullest = max(counts.values()) or 1
    return [
        Range(lowest, highest, counts[f"range_{place}"], Decimal(100 * counts[f"range_{place}"]) / fullest)
        for place, (lowest, highest) in enumerate(RANGES)
    ]
