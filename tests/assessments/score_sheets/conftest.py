"""An office of a year of its own, its sheet and what the sheet asks for."""

import pytest

from assessments import score_sheets
from tests import builders
from tests.assessments.score_sheets.figures import ANNOUNCED, FIGURES, YEAR, decimals


@pytest.fixture(scope="module")
def office(module_rows):
    """An organisation and a small framework, of a year that has no real one."""
    with module_rows():
        return builders.an_organization("office", name="องค์การบริหารส่วนตำบล +ทดสอบ"), builders.a_framework(YEAR)


@pytest.fixture(scope="module")
def form(office, module_rows):
    with module_rows():
        return score_sheets.sheet_form_of(office[1], office[0])


@pytest.fixture(scope="module")
def sheet(form):
    """An export with a few figures of every level and everything that is announced."""
    return score_sheets.write_sheet(form, decimals(FIGURES), ANNOUNCED)
