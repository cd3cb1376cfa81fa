"""States, kinds and roles: the database holds them to what the code knows, in Thai words."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from organizations.models import ActingAppointment, Position
from reports.models import Document, Signer
from tests.builders import an_organization
from tests.organizations.one_of_each import one_of_each

pytestmark = pytest.mark.django_db

FIELDS = [
    (ActingAppointment, "capacity"),
    (Document, "kind"),
    (Document, "status"),
    (Position, "rank"),
    (Signer, "role"),
]
each_field = pytest.mark.parametrize(
    ("model", "name"), FIELDS, ids=lambda value: getattr(value, "__name__", value)
)


@pytest.fixture(scope="module")
def rows(module_rows):
    with module_rows():
        return one_of_each(an_organization())


@each_field
def test_a_value_nobody_knows_is_refused_by_the_database(rows, model, name):
    row = rows[model]

    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(pk=row.pk).update(**{name: "x"})


@each_field
def test_a_value_nobody_knows_is_refused_in_thai(rows, model, name):
    row = model.objects.get(pk=rows[model].pk)
    setattr(row, name, "x")

    with pytest.raises(ValidationError, match="ไม่รู้จัก"):
        row.validate_constraints()
