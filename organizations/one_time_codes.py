"""The six-digit codes of authenticator apps (RFC 6238). The only module that knows pyotp."""

import pyotp

from ita_portal.thai_text import to_arabic_digits

ISSUER = "ITA Portal"
SECONDS = 30  # that a code is shown
TOLERANCE = 1  # steps before and after: the clock of the phone may be half a minute off
DIGITS = 6


def new_secret():
    """A fresh secret of 160 bits, in the letters an authenticator app takes when typed."""
    return pyotp.random_base32()


def address_of(secret, account):
    """What the QR code holds: otpauth://totp/…"""
    return pyotp.TOTP(secret, interval=SECONDS).provisioning_uri(name=account, issuer_name=ISSUER)


def matching_step(secret, typed, now):
    """The step (Unix time // 30) whose code was typed, in either digits and with spaces; None when there is none."""
    code = "".join(to_arabic_digits(typed).split())
    if len(code) != DIGITS or not (code.isascii() and code.isdigit()):
        return None
    totp, step = pyotp.TOTP(secret, interval=SECONDS), int(now.timestamp()) // SECONDS
    for candidate in range(step - TOLERANCE, step + TOLERANCE + 1):
        if pyotp.utils.strings_equal(totp.generate_otp(candidate), code):
            return candidate
    return None
