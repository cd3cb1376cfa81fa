"""The second factor of a person: does a code open, and what is kept of it."""

import secrets

from django.conf import settings
from django.utils.crypto import salted_hmac

from ita_portal.sealed import BrokenSeal, seal, unseal
from ita_portal.thai_text import to_arabic_digits
from organizations.models import Membership, RecoveryCode, SecondFactor
from organizations.one_time_codes import matching_step

CODE_COUNT = 10
LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # without those that are mistaken for one another
HALF = 5  # letters on each side of the dash
SALT = "organizations.recovery_code"
SECONDS_TO_SET_UP = 15 * 60


def of(user):
    """The person's SecondFactor, or None."""
    return SecondFactor.objects.filter(user=user).first()


def is_required_for(user):
    """True when the portal's settings ask one of the person's roles for a second factor."""
    wanted = settings.REQUIRE_SECOND_FACTOR_FOR
    return bool(wanted) and Membership.objects.current_of(user).filter(role__in=wanted).exists()


def accepts_code(user, typed, *, now):
    """True once for each right code of the person's authenticator app."""
    factor = of(user)
    step = matching_step(unseal(factor.sealed_secret), typed, now) if factor else None
    if step is None:
        return False
    # One UPDATE decides: of two requests with the same code one finds the step used already.
    unused = SecondFactor.objects.filter(pk=factor.pk, last_step__lt=step)
    return unused.update(last_step=step) == 1


def accepts_recovery_code(user, typed, *, now):
    """True once for each recovery code of the person."""
    codes = RecoveryCode.objects.filter(user=user, code_hash=hash_of(typed), used_at__isnull=True)
    return codes.update(used_at=now) == 1


def codes_left(user):
    """How many recovery codes the person still has."""
    return RecoveryCode.objects.filter(user=user, used_at__isnull=True).count()


def new_recovery_codes():
    """Ten fresh codes as people read them: abcde-23456 (49 bits each)."""
    return [f"{_letters(HALF)}-{_letters(HALF)}" for _ in range(CODE_COUNT)]


def hash_of(code):
    """The keyed hash of a recovery code, however it was typed: spaces, dashes, capitals, Thai digits."""
    plain = "".join(letter for letter in to_arabic_digits(code).lower() if letter.isalnum())
    return salted_hmac(SALT, plain, algorithm="sha256").hexdigest()


def sealed_for(user, secret):
    """A secret on its way through the set-up form of one person: nobody else's, and not for long."""
    return seal(f"{user.pk}:{secret}")


def secret_from(token, user):
    """The secret of sealed_for(); None when the token is old, another person's or no token at all."""
    try:
        owner, _, secret = unseal(token, seconds=SECONDS_TO_SET_UP).partition(":")
    except BrokenSeal:
        return None
    return secret if owner == str(user.pk) else None


def _letters(count):
    return "".join(secrets.choice(LETTERS) for _ in range(count))
