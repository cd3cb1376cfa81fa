"""The views that a person saved: a name for a layout and a filter, good in every year of the organisation."""

from dataclasses import dataclass

from django.http import QueryDict

from measures.measure_filter import MeasureFilter, read_filter, words_of
from measures.models import SavedView
from measures.workbench import Layout, address_of

LAYOUT = "layout"


@dataclass(frozen=True)
class ViewReading:
    """A saved view on the pages of one plan. `ignored` names what this plan does not know of it."""

    view: SavedView
    layout: Layout
    address: str
    words: list[str]
    ignored: list[str]


def query_of(layout: Layout, wanted: MeasureFilter) -> str:
    """What is kept of a view: the layout and the filter as a query string."""
    kept = QueryDict(mutable=True)
    kept.update({LAYOUT: layout.value, **wanted.chosen})
    return kept.urlencode()


def layout_of(query) -> Layout:
    """The layout that a query names; the board where it names none."""
    named = query.get(LAYOUT, "")
    return Layout(named) if named in list(Layout) else Layout.BOARD


def views_of(user, bench) -> list[ViewReading]:
    """The person's own views of the organisation, by name, as they open on the plan of a Workbench."""
    views = SavedView.objects.of(user).filter(organization=bench.plan.organization_id)
    return [_read(view, bench) for view in views]


def _read(view, bench):
    query = QueryDict(view.query)
    wanted, ignored = read_filter(query, bench.choices)
    layout = layout_of(query)
    return ViewReading(
        view, layout, address_of(bench.plan, layout, wanted), words_of(wanted, bench.choices), ignored
    )
