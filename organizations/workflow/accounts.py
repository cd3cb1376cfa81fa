"""What people do with their own account: password, second factor, name and address."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.views.decorators.debug import sensitive_variables

from ita_portal.sealed import seal
from organizations import trail
from organizations.models import Membership, RecoveryCode, Role, SecondFactor, User
from organizations.one_time_codes import matching_step
from organizations.second_factor import hash_of, new_recovery_codes
from organizations.workflow.people import require_another_administrator

OWN_DETAILS = {"first_name", "last_name", "email"}


@sensitive_variables("password")
@transaction.atomic
def change_password(user, password, *, by):
    """A new password; every session of the person ends, also that of the request. Raises ValidationError."""
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    trail.record("change_password", user, by=by)


@transaction.atomic
def save_own_details(user, values, *, by):
    """Name and mail address of the account. Raises ValidationError."""
    if not values.keys() <= OWN_DETAILS:
        raise ValueError(f"only {sorted(OWN_DETAILS)} can be changed")
    before = {name: getattr(user, name) for name in values}
    for name, value in values.items():
        setattr(user, name, value)
    user.full_clean()
    user.save(update_fields=list(values))
    changes = {name: (before[name], values[name]) for name in values}
    trail.record("save_own_details", user, by=by, changes=changes)


@sensitive_variables("secret", "code")
@transaction.atomic
def start_second_factor(user, secret, code, *, by, now):
    """Ask for the app's code at every login from now on; return the recovery codes, told this once.

    The other sessions of the person end. Raises ValidationError when `code` is not one that `secret` shows now.
    """
    step = matching_step(secret, code, now)
    if step is None:
        raise ValidationError(
            "รหัสไม่ตรง โปรดตรวจว่าเวลาในโทรศัพท์ตรง แล้วพิมพ์รหัส ๖ หลักที่แอปแสดงขณะนี้", code="wrong_code"
        )
    SecondFactor.objects.update_or_create(
        user=user, defaults={"sealed_secret": seal(secret), "confirmed_at": now, "last_step": step}
    )
    codes = _replace_recovery_codes(user)
    _end_sessions(user)
    trail.record("start_second_factor", user, by=by)
    return codes


@transaction.atomic
def stop_second_factor(user, *, by):
    """Let the password alone open the account again; every session of the person ends."""
    SecondFactor.objects.filter(user=user).delete()
    RecoveryCode.objects.filter(user=user).delete()
    _end_sessions(user)
    trail.record("stop_second_factor", user, by=by)


@transaction.atomic
def renew_recovery_codes(user, *, by):
    """Ten new recovery codes, told this once; those before open no more."""
    codes = _replace_recovery_codes(user)
    trail.record("renew_recovery_codes", user, by=by)
    return codes


@transaction.atomic
def set_account_active(user, is_active, *, by):
    """Block an account everywhere, or open it again. For the platform administrator, in the administration.

    Raises ValidationError for the last platform administrator.
    """
    keeping = Membership.objects.current_of(user).filter(role=Role.PLATFORM_ADMINISTRATOR).first()
    if keeping and not is_active:
        require_another_administrator(keeping)
    before, user.is_active = user.is_active, is_active
    user.save(update_fields=["is_active"])
    trail.record("set_account_active", user, by=by, changes={"is_active": (before, is_active)})


def _replace_recovery_codes(user):
    RecoveryCode.objects.filter(user=user).delete()
    codes = new_recovery_codes()
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, code_hash=hash_of(code)) for code in codes)
    return codes


def _end_sessions(user):
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])
