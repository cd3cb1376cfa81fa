"""The executive's page: four facts, and one tap to what can be done about them."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from organizations.models import Role
from reports.executive import LATE, MOVED, executive_page
from tests import builders

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 2)


@pytest.fixture
def organization():
    return builders.an_organization("khlongse")


@pytest.fixture
def executive(organization):
    return builders.a_user(organization, Role.EXECUTIVE)


def a_paper_for(user, organization, order=1):
    """An edition on which this person's signature is asked for, as the first or a later one."""
    edition = builders.an_edition(builders.a_document(organization))
    builders.a_signature(edition, builders.a_term(organization, user=user), order=order)
    return edition


def test_an_organisation_without_anything_is_told_what_will_stand_here(client, organization, executive):
    client.force_login(executive)

    page = client.get(reverse("reports:executive", args=["khlongse"])).content.decode()

    assert executive_page(organization, executive, TODAY).overview is None
    assert "ยังไม่มีผลการประเมินหรือแผนมาตรการ" in page


def test_what_moved_most_stands_first_and_only_the_first_are_named(organization, executive):
    for year, scores in ((2567, {}), (2568, {"i1": "99.00", "i2": "99.00", "O4": "40.00", "e1/1": "91.00"})):
        official = {**builders.FULL_SCORES, **scores}
        builders.an_assessment(organization, builders.a_framework(year), official, is_confirmed=True)

    moved = executive_page(organization, executive, TODAY).moved

    assert [(bar.label[:3], bar.change) for bar in moved] == [
        ("10.", -50),
        ("1. ", 9),
        ("6. ", builders.Decimal("0.25")),
    ]
    assert len(moved) == MOVED


def test_the_longest_late_are_named_and_all_are_counted(organization, executive):
    plan = builders.a_plan(organization, 2569, status="adopted")
    for month in (2, 1, 2, 1):
        builders.a_measure(plan, due_on=date(2026, month, 1), starts_on=None)

    page = executive_page(organization, executive, TODAY)

    assert [row.next_due.month for row in page.late] == [1, 1, 2]
    assert (len(page.late), len(page.overview.late)) == (LATE, 4)


def test_a_paper_waits_for_the_person_whose_turn_it_is_and_opens_for_signing(client, organization, executive):
    a_paper_for(executive, organization)
    client.force_login(executive)

    (paper,) = executive_page(organization, executive, timezone.localdate()).papers

    assert client.get(paper.address).status_code == 200


def test_a_paper_waits_for_nobody_before_their_turn_or_in_another_organisation(organization, executive):
    a_paper_for(executive, organization, order=2)
    elsewhere = builders.an_organization()
    builders.Membership.objects.create(user=executive, role=Role.EXECUTIVE, organization=elsewhere)
    a_paper_for(executive, elsewhere)

    assert executive_page(organization, executive, timezone.localdate()).papers == []
