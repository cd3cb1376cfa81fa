"""What the page of an organisation's people shows: each person once, with roles; those who were invited."""

from dataclasses import dataclass
from itertools import groupby

from organizations.history import acts_of
from organizations.models import (
    ActingAppointment,
    Division,
    Invitation,
    Membership,
    Organization,
    Position,
    SecondFactor,
    Term,
    TrailEntry,
    User,
)

RECENT = 20
KEPT = (Organization, Division, Position, Term, ActingAppointment, Membership, Invitation)
KEPT_TYPES = [model._meta.label_lower for model in KEPT]


@dataclass(frozen=True)
class Person:
    """Somebody who has, or had, a role here. `roles` are the memberships in force, `former` those that were stopped."""

    user: User
    roles: tuple[Membership, ...]
    former: tuple[Membership, ...]
    has_second_factor: bool


def people_of(organization, user):
    """The people of an organisation whose rows `user` may change, those in force first, by name. Two queries.

    Here and below `organization` is None for those above organisations.
    """
    rows = Membership.objects.editable_by(user).filter(organization=organization)
    rows = rows.select_related("user", "division", "province").order_by(
        "user__first_name", "user__last_name", "user_id"
    )
    found = [(key, list(held)) for key, held in groupby(rows, key=lambda row: row.user)]
    secured = set(
        SecondFactor.objects.filter(user__in=[person for person, _ in found]).values_list("user_id", flat=True)
    )
    people = [_person(person, held, person.pk in secured) for person, held in found]
    return sorted(people, key=lambda person: not person.roles)


def invitations_of(organization, user):
    """Invitations nobody accepted or withdrew yet; the expired ones too, so that they can be renewed."""
    rows = Invitation.objects.editable_by(user).unused().filter(organization=organization)
    return list(rows.select_related("division", "province"))


def recent_acts(organization, user):
    """The latest acts on people and offices of the organisation, as sentences. One query."""
    entries = TrailEntry.objects.visible_to(user).filter(organization=organization, subject_type__in=KEPT_TYPES)
    return acts_of(entries.select_related("by").order_by("-pk")[:RECENT])


def _person(user, held, has_second_factor):
    return Person(
        user=user,
        roles=tuple(row for row in held if row.is_active),
        former=tuple(row for row in held if not row.is_active),
        has_second_factor=has_second_factor,
    )
