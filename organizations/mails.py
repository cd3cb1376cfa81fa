"""The two mails about accounts: an invitation, and a link to set a new password."""

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode


def invitation_address(token):
    """The full address behind which an invitation waits."""
    return settings.PORTAL_BASE_URL + reverse("organizations:accept_invitation", args=[token])


def password_address(uid, token):
    """The full address at which a new password is set."""
    return settings.PORTAL_BASE_URL + reverse("set_password", args=[uid, token])


def send_invitation(invitation, token):
    subject = f"คำเชิญใช้งาน ITA Portal เป็น{invitation.offer}"
    _send(invitation.email, subject, "invitation", invitation=invitation, address=invitation_address(token))


def send_password_link(user):
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    address = password_address(uid, default_token_generator.make_token(user))
    _send(user.email, "ตั้งรหัสผ่านใหม่ของ ITA Portal", "password_link", user=user, address=address)


def _send(to, subject, template, **context):
    body = render_to_string(f"organizations/mail/{template}.txt", context)
    EmailMessage(subject, body, to=[to]).send()
