"""What is frozen: one reading of the data for the paper and for what is kept beside it."""

from types import SimpleNamespace

import pytest

from ita_portal import file_store
from reports import preparation
from reports.composition import CannotCompose, compose
from reports.content.sections import Report
from reports.content.style import PaperStyle
from tests import builders

pytestmark = pytest.mark.django_db


def everything(model):
    return model.objects.all()


def test_what_is_saved_between_two_readings_is_not_frozen(monkeypatch):
    document = builders.a_document(builders.an_organization(), "analysis")
    titles = iter(["ก่อน", "หลัง", "หลัง"])

    def composed(*args, **kwargs):
        style = PaperStyle.of(document.organization)
        return SimpleNamespace(report=Report(next(titles), document.organization.name, style, ()))

    monkeypatch.setattr(preparation, "compose", composed)

    with pytest.raises(CannotCompose, match="เสนออีกครั้ง"):
        preparation.prepare(document, method="pen", number=1, replaces=None, rows=everything)


def test_a_code_is_never_digits_alone(monkeypatch):
    drawn = iter("23456789" + "2345678A")
    monkeypatch.setattr(preparation.secrets, "choice", lambda letters: next(drawn))

    assert preparation.new_code() == "2345678A"


def test_the_page_beside_a_memo_has_the_emblem_of_the_office_in_it():
    assessment = builders.an_assessment()
    organization = assessment.organization
    organization.emblem_key = file_store.store(b"a picture", area="emblems", limit_bytes=100).key
    organization.save()

    words = compose(organization, assessment.year, "memo", everything).page()

    assert 'src="data:image/png;base64,' in words
