"""The shapes of charts: every place inside the drawing, every length in proportion, nothing drawn for what is not known."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.bands import BandLimits
from reports.charts import (
    PASS_LINE,
    WHOLE,
    Bar,
    Chart,
    HeatMap,
    Kind,
    Shade,
    Tile,
    TileRow,
    shade_of,
    stacks_of,
    trend_of,
)

DONE, LATE = Kind("done", "แล้วเสร็จ", "#0f0"), Kind("late", "เลยกำหนด", "#f00")
SCORES = st.decimals(0, 100, places=2)


# -- Bars ------------------------------------------------------------------------------------------


def test_a_bar_changes_only_where_both_years_are_known():
    bars = [Bar("ก", Decimal("96.83"), "IIT", before=Decimal("95.59")), Bar("ข", Decimal(90), "IIT")]

    assert [bar.change for bar in bars] == [Decimal("1.24"), None]


def test_each_instrument_has_its_hatching_and_the_total_has_none():
    hatches = [Bar("", None, subject).hatch for subject in ("IIT", "EIT", "OIT", "total")]

    assert hatches == ["iit", "eit", "oit", ""]


def test_a_chart_without_limits_of_its_own_marks_the_pass_line():
    assert Chart("", ()).lines == (PASS_LINE,)
    assert Chart("", (), (Decimal(95), Decimal(85))).lines == (Decimal(95), Decimal(85))


# -- Trends ----------------------------------------------------------------------------------------


def test_a_year_without_a_score_has_no_point_and_the_line_goes_on_past_it():
    years = [("๒๕๖๖", Decimal(80), ""), ("๒๕๖๗", None, ""), ("๒๕๖๘", Decimal(90), "")]

    trend = trend_of("", years)

    assert [point.y is None for point in trend.points] == [False, True, False]
    assert [(stroke.x1, stroke.x2) for stroke in trend.strokes] == [(trend.points[0].x, trend.points[2].x)]


def test_a_limit_below_the_drawing_is_not_drawn():
    trend = trend_of("", [("๒๕๖๘", Decimal(96), "")], limits=[Decimal(95), Decimal(50)])

    assert trend.floor == 80
    assert [limit for limit, _ in trend.lines] == [Decimal(95)]


def test_a_trend_of_no_years_draws_nothing():
    trend = trend_of("", [], limits=[Decimal(85)])

    assert (trend.points, trend.strokes) == ((), ())


@given(st.lists(st.none() | SCORES, min_size=1, max_size=12))
def test_points_lie_in_the_drawing_from_left_to_right_and_higher_scores_never_lower(scores):
    trend = trend_of("", [("", score, "") for score in scores])

    xs = [point.x for point in trend.points]
    known = sorted(trend.known, key=lambda point: point.value)
    assert xs == sorted(xs)
    assert all(0 < x < WHOLE for x in xs)
    assert all(0 < point.y < WHOLE for point in known)
    assert [point.y for point in known] == sorted((point.y for point in known), reverse=True)


# -- Tiles -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scores", "shade"),
    [
        ((), Shade.UNKNOWN),
        (("100.00", "100.00"), Shade.FULL),
        (("100.00", "99.99"), Shade.STRENGTH),
        (("95.00",), Shade.DEVELOP),
        (("100.00", "79.99"), Shade.FIX),
    ],
)
def test_the_lowest_part_decides_the_shade_of_a_question(scores, shade):
    assert shade_of(tuple(map(Decimal, scores)), BandLimits()) == shade


def test_a_heat_map_counts_the_shades_it_has():
    tiles = tuple(Tile("i1", "", None, (), shade) for shade in (Shade.FIX, Shade.FULL, Shade.FIX))

    assert HeatMap("", (TileRow("", "", tiles),)).counts == [(Shade.FULL, 1), (Shade.FIX, 2)]


# -- Stacks ----------------------------------------------------------------------------------------


def test_stacks_share_the_scale_of_the_longest():
    stacks = stacks_of("", "มาตรการ", [DONE, LATE], [("ก", {"done": 1, "late": 3}, ""), ("ข", {"done": 1}, "")])

    sizes = [[(part.start, part.size, part.top) for part in stack.parts] for stack in stacks.stacks]
    assert sizes == [[(0, 25, 75), (25, 75, 0)], [(0, 25, 75)]]


def test_the_table_beside_stacks_has_a_column_for_each_kind_there_is():
    stacks = stacks_of("", "มาตรการ", [DONE, LATE], [("ก", {"late": 3}, ""), ("ข", {}, "")])

    assert [kind.key for kind in stacks.kinds] == ["late"]
    assert [(stack.label, counts) for stack, counts in stacks.table] == [("ก", [3]), ("ข", [0])]


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=1, max_size=13))
def test_parts_meet_without_gap_and_never_leave_the_drawing(rows):
    stacks = stacks_of("", "", [DONE, LATE], [("", {"done": done, "late": late}, "") for done, late in rows])

    for stack in stacks.stacks:
        ends = [part.start + part.size for part in stack.parts]
        assert [part.start for part in stack.parts] == [0, *ends][: len(ends)]
        assert all(part.size > 0 and part.top >= 0 for part in stack.parts)
    assert (
        max((part.start + part.size for stack in stacks.stacks for part in stack.parts), default=WHOLE) == WHOLE
    )
