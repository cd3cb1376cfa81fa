"""The seven steps of a year: which is done, which is next, whatever was done before its turn."""

from dataclasses import replace

import pytest

from reports.year_steps import StepState, YearFacts, steps_of

NOTHING = YearFacts(2568)
EVERYTHING = YearFacts(
    2568,
    has_total=True,
    is_confirmed=True,
    analysis_count=30,
    plan_status="adopted",
    measure_count=7,
    documents_to_publish=2,
    published_count=2,
)


def states(facts):
    return [step.state for step in steps_of(facts, {})]


def test_a_year_begins_at_its_first_step():
    assert states(NOTHING) == [StepState.NOW] + [StepState.NEXT] * 6


def test_a_finished_year_has_no_step_to_go_on_with():
    assert states(EVERYTHING) == [StepState.DONE] * 7


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"has_total": False}, 0),
        ({"is_confirmed": False}, 1),
        ({"analysis_count": 0}, 2),
        ({"draft_count": 1}, 2),
        ({"plan_status": "draft"}, 3),
        ({"open_count": 1}, 4),
        ({"measure_count": 0}, 4),
        ({"silent_count": 1}, 5),
        ({"published_count": 1}, 6),
    ],
)
def test_what_is_missing_is_the_step_to_go_on_with(changes, place):
    now = [
        number for number, state in enumerate(states(replace(EVERYTHING, **changes))) if state == StepState.NOW
    ]

    assert now == [place]


def test_a_publication_before_its_turn_is_not_called_unbegun():
    found = states(replace(EVERYTHING, open_count=1, published_count=1))

    assert found[-1] == StepState.NOW


def test_a_step_done_before_its_turn_stays_done():
    found = states(replace(EVERYTHING, is_confirmed=False))

    assert found[1:4] == [StepState.NOW, StepState.DONE, StepState.DONE]


def test_a_step_leads_to_its_page_where_the_person_may_open_it():
    steps = steps_of(NOTHING, {"plan": "/khlongse/2569/plan/"})

    assert [step.address for step in steps] == ["", "", "", "/khlongse/2569/plan/", "", "", ""]
