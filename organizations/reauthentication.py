"""Showing again who one is, at the moment of an act that binds: signing, changing what opens the account."""

from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from organizations import second_factor, throttle

# A person who signs may sit anywhere; what is limited is the account.
ANYWHERE = ""


def asks_for_code(user):
    """True when the person shows it with the code of the authenticator app; False: with the password."""
    return second_factor.of(user) is not None


@sensitive_variables("secret")
def confirm_identity(user, secret, *, now=None):
    """True when `secret` is the person's password, or the app's code where the person has a second factor.

    Five failures close the door for a quarter of an hour: raises TooManyAttempts (a ValidationError with a Thai
    sentence). Call it outside of a transaction, before the act: a failure that is rolled back was never counted.
    """
    now = now or timezone.now()
    attempt = throttle.begin(throttle.Door.IDENTITY, user.pk, ANYWHERE, now=now)
    if asks_for_code(user):
        is_right = second_factor.accepts_code(user, secret, now=now)
    else:
        is_right = user.check_password(secret)
    if is_right:
        attempt.succeeded()
    return is_right


@sensitive_variables("password")
def confirm_password(user, password, *, now=None):
    """True when it is the person's password: for acts on the account itself. Throttled like confirm_identity()."""
    attempt = throttle.begin(throttle.Door.IDENTITY, user.pk, ANYWHERE, now=now or timezone.now())
    is_right = user.check_password(password)
    if is_right:
        attempt.succeeded()
    return is_right
