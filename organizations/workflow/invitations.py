"""Inviting people: a role that waits behind a link. Only the hash of the link's token is kept."""

import hashlib
import secrets
from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from organizations import trail
from organizations.models import Invitation, Membership, Province, Role, User
from organizations.workflow.offices import create_organization

VALID_FOR = timedelta(days=7)


class InvitationClosed(Exception):
    """The invitation was accepted, withdrawn, or has expired; the message is a Thai sentence."""

    def __init__(self):
        super().__init__("ลิงก์คำเชิญนี้ใช้ไม่ได้แล้ว โปรดขอลิงก์ใหม่จากผู้ดูแลระบบของหน่วยงาน")


def hash_of(token):
    """What is kept of a token. Tokens are long and random, so that a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(organization, *, person_name, role, division, email, by, now, province=None):
    """Offer a role; return (the invitation, its token, which is told this once). Raises ValidationError.

    `organization` is None for the roles above organisations.
    """
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        organization=organization,
        person_name=person_name,
        role=role,
        division=division,
        province=province,
        email=email,
        token_hash=hash_of(token),
        invited_by=by,
        invited_at=now,
        expires_at=now + VALID_FOR,
    )
    invitation.full_clean()
    invitation.save()
    offered = {"role": (None, role), "division": (None, division), "province": (None, province)}
    trail.record("invite", invitation, by=by, changes=offered)
    return invitation, token


@transaction.atomic
def open_organization(values, *, person_name, email, by, now):
    """A new organisation and the invitation of its first administrator; return (invitation, token).

    `values` are those of create_organization(). Raises ValidationError.
    """
    organization = create_organization(values, by=by)
    first = {"person_name": person_name, "role": Role.ADMINISTRATOR, "division": None, "email": email}
    return invite(organization, **first, by=by, now=now)


@transaction.atomic
def invite_above(*, person_name, role, province, email, by, now):
    """Offer to oversee a province, by its name, or (with "") to keep the whole portal; return (invitation, token).

    Raises ValidationError.
    """
    place = Province.objects.get_or_create(name=province)[0] if province else None
    offer = {"person_name": person_name, "role": role, "division": None, "province": place, "email": email}
    return invite(None, **offer, by=by, now=now)


@transaction.atomic
def invite_administrator(organization, *, person_name, email, by, now):
    """Invite an administrator where an organisation has none (left); earlier links to that role open no more.

    Return (invitation, token). Raises ValidationError where there is one: that one invites.
    """
    keepers = Membership.objects.unscoped("has the organisation in hand an administrator?")
    if keepers.administering().filter(organization=organization).exists():
        raise ValidationError("หน่วยงานนี้มีผู้ดูแลระบบแล้ว ผู้ดูแลระบบของหน่วยงานเป็นผู้เชิญบุคคลอื่น")
    unused = Invitation.objects.unscoped("those of the organisation in hand").unused()
    earlier = list(unused.filter(organization=organization, role=Role.ADMINISTRATOR))
    unused.filter(pk__in=[row.pk for row in earlier]).update(withdrawn_at=now)
    first = {"person_name": person_name, "role": Role.ADMINISTRATOR, "division": None, "email": email}
    invited = invite(organization, **first, by=by, now=now)
    for row in earlier:
        trail.record("withdraw_invitation", row, by=by)
    return invited


@transaction.atomic
def renew_invitation(invitation, *, by, now):
    """A new link for seven days; the one before opens no more. Returns its token. Raises InvitationClosed."""
    token = secrets.token_urlsafe(32)
    values = {"token_hash": hash_of(token), "expires_at": now + VALID_FOR}
    _change_unused(invitation, values)
    trail.record("renew_invitation", invitation, by=by)
    return token


@transaction.atomic
def withdraw_invitation(invitation, *, by, now):
    """Close an invitation that nobody accepted. Raises InvitationClosed."""
    _change_unused(invitation, {"withdrawn_at": now})
    trail.record("withdraw_invitation", invitation, by=by)


@transaction.atomic
def accept_invitation(invitation, *, by, now):
    """Give the role to the account `by`, once; return the membership. Raises InvitationClosed."""
    rows = Invitation.objects.unscoped("the holder of the link").open_at(now).filter(pk=invitation.pk)
    if not rows.update(accepted_at=now, accepted_by=by):
        raise InvitationClosed
    membership = _membership(invitation, by)
    trail.record("accept_invitation", invitation, by=by, changes={"role": (None, invitation.role)})
    return membership


@sensitive_variables("password")
@transaction.atomic
def open_account(invitation, *, username, password, first_name, last_name, now):
    """A new account that accepts the invitation; return it. Raises ValidationError and InvitationClosed."""
    user = User(username=username, first_name=first_name, last_name=last_name, email=invitation.email)
    validate_password(password, user)
    user.set_password(password)
    user.full_clean()
    user.save()
    accept_invitation(invitation, by=user, now=now)
    return user


def _change_unused(invitation, values):
    rows = Invitation.objects.unscoped("the invitation in hand").unused().filter(pk=invitation.pk)
    if not rows.update(**values):
        raise InvitationClosed
    invitation.refresh_from_db()


def _membership(invitation, user):
    """The role in force: a stopped one of the same kind begins again, one that is in force stays."""
    names = ("role", "organization_id", "division_id", "province_id")
    place = {"user": user} | {name: getattr(invitation, name) for name in names}
    rows = Membership.objects.unscoped("of the person who accepts")
    membership = rows.filter(**place).first() or Membership(**place)
    membership.is_active = True
    membership.full_clean()
    membership.save()
    return membership
