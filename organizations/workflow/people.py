"""Roles of people in an organisation, and giving back the way in to somebody who lost it."""

from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from organizations import trail
from organizations.models import Membership, RecoveryCode, Role, SecondFactor, User
from organizations.models.people import ROLES_IN_AN_ORGANIZATION
from organizations.workflow.versions import write

LAST_ONE = {
    Role.ADMINISTRATOR: "หน่วยงานต้องมีผู้ดูแลระบบอย่างน้อยหนึ่งคน โปรดให้บทบาทนี้แก่ผู้อื่นก่อน",
    Role.PLATFORM_ADMINISTRATOR: "ระบบต้องมีผู้ดูแลระบบส่วนกลางอย่างน้อยหนึ่งคน โปรดเชิญผู้อื่นและรอให้ตอบรับก่อน",
}


@transaction.atomic
def add_role(organization, user, *, role, division, by):
    """One more role for a person who has, or had, one in the organisation. Raises ValidationError."""
    _require_known(organization, user)
    membership = Membership(organization=organization, user=user, role=role, division=division)
    _require_role_in_an_organization(role)
    membership.full_clean()
    membership.save()
    trail.record("add_role", membership, by=by, changes={"role": (None, role), "division": (None, division)})
    return membership


@transaction.atomic
def change_role(membership, *, role, division, version, by):
    """Another role or division for the same person. Raises ValidationError and StaleRow."""
    _require_role_in_an_organization(role)
    if role != Role.ADMINISTRATOR:
        require_another_administrator(membership)
    changes = write(membership, {"role": role, "division": division}, version=version)
    trail.record("change_role", membership, by=by, changes=changes)


@transaction.atomic
def stop_role(membership, *, version, by):
    """End a role; it opens nothing from the next request on. Raises ValidationError and StaleRow."""
    require_another_administrator(membership)
    changes = write(membership, {"is_active": False}, version=version)
    trail.record("stop_role", membership, by=by, changes=changes)


@transaction.atomic
def restore_role(membership, *, version, by):
    """Let a role that was stopped count again. Raises StaleRow."""
    changes = write(membership, {"is_active": True}, version=version)
    trail.record("restore_role", membership, by=by, changes=changes)


@transaction.atomic
def reset_access(user, *, membership, by):
    """Close the account's old way in and return (uid, token) of a one-time link to set a new password.

    The old password opens no more and every session of the person ends. `membership` is the role for whose sake it is
    done, on whose organisation's trail it stands; None where the platform administrator does it. Raises
    ValidationError (why_not_reset).
    """
    _require_right_to_reset(user, by)
    _end_sessions(user)
    user.set_unusable_password()
    user.save(update_fields=["password"])
    trail.record("reset_access", membership or user, by=by)
    return urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token(user)


@transaction.atomic
def reset_second_factor(user, *, membership, by):
    """Forget the lost phone of a person: the next login asks for the password alone. All sessions end.

    Raises ValidationError (why_not_reset).
    """
    _require_right_to_reset(user, by)
    _end_sessions(user)
    SecondFactor.objects.filter(user=user).delete()
    RecoveryCode.objects.filter(user=user).delete()
    trail.record("reset_second_factor", membership or user, by=by)


def why_not_reset(user, keeper):
    """Why `keeper` may not open another way into this account, as a sentence; "" when `keeper` may.

    Whoever resets an account could enter it: so `keeper` must keep every organisation in which the person has a role.
    """
    if user == keeper:
        return "บัญชีนี้เป็นของท่านเอง โปรดเปลี่ยนรหัสผ่านหรืออุปกรณ์ที่หน้าบัญชีของฉัน"
    if keeper.is_platform_administrator:
        return ""
    held = Membership.objects.unscoped("is the person known only where the keeper keeps the people?")
    held = held.filter(user=user, is_active=True)
    if not held.exists():
        return "บุคคลนี้ไม่มีบทบาทที่ใช้งานอยู่แล้ว หากกลับมาทำงาน โปรดคืนบทบาทก่อน"
    kept = Membership.objects.current_of(keeper).filter(role=Role.ADMINISTRATOR).values("organization_id")
    if held.exclude(organization_id__in=kept).exists() or held.filter(organization__isnull=True).exists():
        return "บัญชีนี้มีบทบาทนอกหน่วยงานของท่านด้วย เพื่อความปลอดภัย โปรดแจ้งผู้ดูแลระบบส่วนกลางให้ดำเนินการ"
    return ""


def _require_right_to_reset(user, by):
    if reason := why_not_reset(user, by):
        raise ValidationError(reason)


def _require_role_in_an_organization(role):
    if role not in ROLES_IN_AN_ORGANIZATION:
        raise ValidationError("ผู้ดูแลระบบของหน่วยงานให้ได้เฉพาะบทบาทในหน่วยงาน")


def _require_known(organization, user):
    """A role is given only to people the organisation knows; others accept an invitation first."""
    if not organization.memberships.filter(user=user).exists():
        raise ValidationError("บุคคลนี้ยังไม่มีบทบาทในหน่วยงาน โปรดเชิญก่อน")


def require_another_administrator(membership):
    """Refuse where this is the only administrator left, of its organisation or of the portal, who can log in.

    All of them are held until the end of the transaction: two who demote each other come one after the other.
    """
    if membership.role not in LAST_ONE or not membership.is_active:
        return
    rows = Membership.objects.unscoped("the administrators of one place").filter(
        organization_id=membership.organization_id, role=membership.role, is_active=True, user__is_active=True
    )
    list(rows.order_by("pk").select_for_update(of=("self",)))
    if not rows.exclude(pk=membership.pk).exists():  # asked anew: what the other did meanwhile counts
        raise ValidationError(LAST_ONE[membership.role])


def _end_sessions(user):
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db()
