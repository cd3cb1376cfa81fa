"""The page for a meeting comes out of the printer as one sheet, however much there is to say."""

from datetime import date

import pypdfium2
import pytest

from measures.models import PlanStatus
from organizations.models import Role
from tests import builders

pytestmark = pytest.mark.django_db

LONG = "จัดทำมาตรการบริหารจัดการเรื่องร้องเรียนการทุจริตและประพฤติมิชอบที่มีความรวดเร็วเข้าถึงได้ง่าย " * 4
A4_LANDSCAPE = (842, 595)  # points
WITHIN_MARGINS = {"width": 1032, "height": 703}  # the same less 12 mm on each side, in pixels


@pytest.mark.parametrize("count", [0, 9])
def test_the_page_for_a_meeting_is_one_lying_sheet(open_window, count):
    organization = builders.an_organization()
    assessment = builders.an_assessment(organization, official=builders.FULL_SCORES)
    plan = builders.a_plan(organization, 2569, source_assessment=assessment, status=PlanStatus.ADOPTED)
    for due_on in (date(2026, 1, 31), date(2099, 1, 31)):
        for _ in range(count):
            builders.a_measure(plan, title=LONG, starts_on=None, due_on=due_on)
    page = open_window(builders.a_user(organization, Role.EXECUTIVE))

    page.goto(f"/{organization.slug}/2568/meeting/")
    sheets = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))

    assert [tuple(map(round, sheet.get_size())) for sheet in sheets] == [A4_LANDSCAPE]
    page.set_viewport_size(WITHIN_MARGINS)
    page.emulate_media(media="print")
    assert page.eval_on_selector(".meeting", "sheet => sheet.scrollHeight - sheet.clientHeight") == 0
