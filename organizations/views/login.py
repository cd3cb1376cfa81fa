"""Coming in: password, second step, a new password by link, an invitation."""

import logging
from datetime import timedelta

from django.conf import settings
from django.contrib import auth, messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode, urlsafe_base64_decode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from organizations import form_errors, second_factor, tasks, throttle, workflow
from organizations.account_forms import (
    CodeForm,
    ForgottenPasswordForm,
    LoginForm,
    NewAccountForm,
    NewPasswordForm,
)
from organizations.client_address import client_address
from organizations.known_device import device_of, remember_device
from organizations.models import Invitation, User
from organizations.workflow.invitations import hash_of

log = logging.getLogger(__name__)

BACKEND = "django.contrib.auth.backends.ModelBackend"
PENDING = "awaiting_second_step"  # in the session, between the password and the code
PENDING_FOR = timedelta(minutes=10)
GONE = 410


def public_form(view):
    """A page with a secret in its form that is open without a login and kept out of every cache."""
    view = require_http_methods(["GET", "HEAD", "POST"])(view)
    return login_not_required(never_cache(sensitive_post_parameters()(view)))


@public_form
def login(request):
    """User name and password; where the account has a second factor, its code is asked next."""
    destination = _destination(request)
    if request.user.is_authenticated:
        return redirect(destination)
    form = LoginForm(request, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        user = form.get_user()
        if second_factor.of(user) is None:
            return _let_in(request, user, destination)
        request.session[PENDING] = _pending(user)
        return redirect(f"{resolve_url('login_code')}?{urlencode({'next': destination})}")
    context = {"form": form, "next": destination, "mails": settings.EMAIL_IS_CONFIGURED}
    return render(request, "registration/login.html", context)


@public_form
def login_code(request):
    """The second step: the code of the app, or a recovery code."""
    user = _awaited(request)
    if user is None:
        return redirect("login")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            is_right = _opens(user, form.cleaned_data["code"], request)
        except throttle.TooManyAttempts as error:
            form.add_error("code", error)
        else:
            if is_right:
                return _let_in(request, user, _destination(request))
            form.add_error("code", "รหัสไม่ถูกต้องหรือใช้ไปแล้ว โปรดรอรหัสถัดไปในแอป แล้วพิมพ์อีกครั้ง")
    return render(request, "registration/login_code.html", {"form": form, "next": _destination(request)})


@public_form
def forgotten_password(request):
    """Ask for a link by mail. The answer is the same whether an account has the address or not."""
    form = ForgottenPasswordForm(request.POST if request.method == "POST" else None)
    context = {"form": form, "mails": settings.EMAIL_IS_CONFIGURED}
    if request.method == "POST" and settings.EMAIL_IS_CONFIGURED and form.is_valid():
        email = form.cleaned_data["email"]
        try:
            throttle.begin(throttle.Door.MAIL, email.lower(), client_address(request), now=timezone.now())
        except throttle.TooManyAttempts as error:
            form.add_error("email", error)
        else:
            tasks.mail_password_links(email)
            messages.success(request, "หากอีเมลนี้เป็นของบัญชีในระบบ ลิงก์ตั้งรหัสผ่านใหม่กำลังส่งไปที่อีเมลนั้น ลิงก์ใช้ได้หนึ่งวัน")
            return redirect("login")
    return render(request, "registration/forgotten_password.html", context)


@public_form
def set_password(request, uid, token):
    """A new password for the account of a one-time link."""
    user = _owner_of(uid)
    if user is None or not user.is_active or not default_token_generator.check_token(user, token):
        return render(request, "registration/link_closed.html", {"kind": "password"}, status=GONE)
    form = NewPasswordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.change_password(user, form.cleaned_data["password"], by=user)
        except ValidationError as error:
            form_errors.show(form, error, field="password")
        else:
            messages.success(request, "ตั้งรหัสผ่านใหม่แล้ว โปรดเข้าสู่ระบบด้วยรหัสผ่านใหม่")
            return remember_device(request, redirect("login"), user.username)
    return render(request, "registration/set_password.html", {"form": form, "person": user})


@public_form
def accept_invitation(request, token):
    """An invitation: a new account, or the one that is logged in, takes the role that waits."""
    invitation = _invitation_of(token)
    if invitation is None or not invitation.is_open(timezone.now()):
        return render(request, "registration/link_closed.html", {"kind": "invitation"}, status=GONE)
    if request.user.is_authenticated:
        return _accept_with_this_account(request, invitation)
    first, _, last = invitation.person_name.rpartition(" ")
    initial = {"first_name": first or last, "last_name": last if first else ""}
    form = NewAccountForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST":
        user = _open_account(request, form, invitation)
        if user:
            return _let_in(request, user, _first_page(invitation))
    return render(request, "registration/accept_invitation.html", {"form": form, "invitation": invitation})


def _accept_with_this_account(request, invitation):
    if request.method == "POST":
        try:
            workflow.accept_invitation(invitation, by=request.user, now=timezone.now())
        except (workflow.InvitationClosed, ValidationError) as error:
            messages.error(request, " ".join(getattr(error, "messages", [str(error)])))
        else:
            messages.success(request, f"รับบทบาท{invitation.get_role_display()}แล้ว")
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "registration/accept_invitation.html", {"invitation": invitation})


def _open_account(request, form, invitation):
    """The new account, or None with the reasons on the form. Tries are counted: a taken name is told here."""
    address, now = client_address(request), timezone.now()
    try:
        attempt = throttle.begin(throttle.Door.LINK, invitation.token_hash, address, now=now)
    except throttle.TooManyAttempts as error:
        form.is_valid()
        form.add_error(None, error)
        return None
    if not form.is_valid():
        return None
    values = {name: form.cleaned_data[name] for name in ("username", "password", "first_name", "last_name")}
    try:
        user = workflow.open_account(invitation, **values, now=now)
    except ValidationError as error:
        form_errors.show(form, error, field="password")
        return None
    except workflow.InvitationClosed as closed:
        form.add_error(None, str(closed))
        return None
    attempt.succeeded()
    return user


def _let_in(request, user, destination):
    """Begin the session and lead on; the browser is known from now on. The log knows people by their number."""
    auth.login(request, user, BACKEND)
    request.session.pop(PENDING, None)
    log.info("login of account %s", user.pk)
    return remember_device(request, redirect(destination), user.username)


# -- Who, and where to -----------------------------------------------------------------------------


def _destination(request):
    """The page that was asked for; a foreign address is not one, and "/" is what one types to come in at all."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    is_a_page = is_ours and wanted.startswith("/") and wanted != "/"
    return wanted if is_a_page else resolve_url(settings.LOGIN_REDIRECT_URL)


def _first_page(invitation):
    """Where a new account begins: in an organisation with what its first hour needs."""
    if invitation.organization:
        return resolve_url("reports:start", invitation.organization.slug)
    return resolve_url(settings.LOGIN_REDIRECT_URL)


def _pending(user):
    return {"user": user.pk, "since": timezone.now().timestamp(), "hash": user.get_session_auth_hash()}


def _awaited(request):
    """The person whose password was right a moment ago; None when it is too long ago or has changed since."""
    pending = request.session.get(PENDING)
    if not pending or timezone.now().timestamp() - pending["since"] > PENDING_FOR.total_seconds():
        return None
    user = User.objects.filter(pk=pending["user"], is_active=True).first()
    return user if user and user.get_session_auth_hash() == pending["hash"] else None


def _opens(user, code, request):
    now, device = timezone.now(), device_of(request, user.username)
    attempt = throttle.begin(throttle.Door.CODE, user.pk, client_address(request), now=now, device=device)
    is_right = second_factor.accepts_code(user, code, now=now) or second_factor.accepts_recovery_code(
        user, code, now=now
    )
    if is_right:
        attempt.succeeded()
    return is_right


def _owner_of(uid):
    try:
        return User.objects.filter(pk=int(urlsafe_base64_decode(uid))).first()
    except (ValueError, OverflowError):
        return None


def _invitation_of(token):
    rows = Invitation.objects.unscoped("the holder of the link")
    rows = rows.select_related("organization__province", "division", "province", "invited_by")
    return rows.filter(token_hash=hash_of(token)).first()
