"""The user guide keeps to the portal: its pictures exist, its addresses lead somewhere, its buttons are those of the pages."""

import re

import pytest
from django.conf import settings
from django.urls import resolve

from organizations.models import Role
from reports import guide
from reports.guide import DIRECTORY, PICTURES, ROLE_OF_GUIDE
from tests import builders

pytestmark = pytest.mark.django_db

TEXTS = {path.name: path.read_text(encoding="utf-8") for path in sorted(DIRECTORY.glob("*.md"))}
BETWEEN_TAGS = re.compile(r"<[^>]*>|{%[^%]*%}")
WHAT_CHANGES = re.compile(r"{{.*}}|{.*}")  # a year, as "…" in a guide
MOST_BYTES = 3_000_000  # of all pictures; they are kept in the repository


def test_there_is_a_guide_for_each_role():
    assert set(TEXTS) == {"README.md", *(f"{name}.md" for name in ROLE_OF_GUIDE)}
    assert set(ROLE_OF_GUIDE.values()) == {*Role, None}


def test_every_picture_a_guide_shows_exists_and_no_other():
    shown = {
        name for text in TEXTS.values() for name in re.findall(r"!\[[^\]]+\]\(images/([\w-]+\.png)\)", text)
    }

    kept = {path.name for path in PICTURES.glob("*.png")}

    assert shown <= kept
    assert kept - shown <= {"assessment.png"}  # of the project's README
    assert sum(path.stat().st_size for path in PICTURES.glob("*.png")) < MOST_BYTES


def test_every_address_a_guide_names_leads_to_a_page():
    addresses = {address for text in TEXTS.values() for address in re.findall(r"`(/[^`]*)`", text)}

    assert {resolve(address).view_name for address in addresses} >= {"measures:work", "reports:verify"}


def test_every_button_and_menu_a_guide_names_is_on_a_page_in_just_these_words():
    pages = (settings.BASE_DIR / "templates").rglob("*.html")
    modules = (
        path
        for app in ("organizations", "assessments", "measures", "reports")
        for path in (settings.BASE_DIR / app).rglob("*.py")
    )
    said = {piece.strip() for path in pages for piece in BETWEEN_TAGS.split(path.read_text(encoding="utf-8"))}
    said |= {
        words for path in modules for words in re.findall(r'"([^"\n]+)"', path.read_text(encoding="utf-8"))
    }
    said |= {WHAT_CHANGES.sub("…", words) for words in said}

    named = {name for text in TEXTS.values() for name in re.findall(r"\*\*([^*]+)\*\*", text)}

    assert len(named) > 20
    assert named - said == set()


def test_links_and_pictures_become_addresses_of_the_portal():
    html = guide.as_html("[ก](clerk.md) ![ข](images/phone-sign.png)")

    assert 'href="/guide/clerk/"' in html
    assert 'src="/guide/images/phone-sign.png"' in html
    assert 'class="guide__phone"' in html


def test_a_list_goes_on_after_a_picture():
    assert '<ol start="2">' in guide.as_html("1. ก\n\n![ข](images/phone-sign.png)\n\n2. ค")


def test_the_guide_of_the_readers_role_comes_first(client):
    client.force_login(builders.a_user(builders.an_organization(), Role.CLERK))

    page = client.get("/guide/")

    assert [row.name for row in page.context["own"]] == ["clerk"]
    assert len(page.context["others"]) == len(ROLE_OF_GUIDE) - 1


def test_a_name_that_is_no_guide_is_not_read(client):
    assert client.get("/guide/citizen/").status_code == 200
    assert client.get("/guide/README/").status_code == 404
    assert client.get("/guide/images/no-such.png").status_code == 404
