"""The own account: name and address, password, second factor."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from ita_portal import qr
from organizations import form_errors, one_time_codes, one_time_display, second_factor, workflow
from organizations.account_forms import ChangePasswordForm, OwnDetailsForm, OwnPasswordForm, SecondFactorForm
from organizations.reauthentication import confirm_password

WRONG_PASSWORD = "รหัสผ่านปัจจุบันไม่ถูกต้อง"
CODES = "recovery_codes"


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def account(request):
    """Name and mail address; ways to the password and the second factor. A new address needs the password."""
    form = OwnDetailsForm(request.user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        has_new_address = form.cleaned_data["email"] != request.user.email
        if not has_new_address or _shows_password(request, form):
            try:
                workflow.save_own_details(request.user, form.values, by=request.user)
            except ValidationError as error:
                form_errors.show(form, error)
            else:
                messages.success(request, "บันทึกข้อมูลของท่านแล้ว")
                return redirect("organizations:account")
    context = {"form": form, "factor": second_factor.of(request.user)}
    return render(request, "organizations/account.html", context)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def change_password(request):
    """A new password; the other sessions of the person end, this one stays."""
    form = ChangePasswordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _shows_password(request, form):
        try:
            workflow.change_password(request.user, form.cleaned_data["password"], by=request.user)
        except ValidationError as error:
            form_errors.show(form, error, field="password")
        else:
            update_session_auth_hash(request, request.user)
            messages.success(request, "เปลี่ยนรหัสผ่านแล้ว เครื่องอื่นที่เข้าสู่ระบบไว้ออกจากระบบทั้งหมด")
            return redirect("organizations:account")
    return render(request, "organizations/change_password.html", {"form": form})


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def own_second_factor(request):
    """Set up the second factor; where there is one, turn it off or make new recovery codes."""
    if second_factor.of(request.user):
        return _existing_factor(request)
    form, secret = _set_up_form(request)
    if request.method == "POST" and form.is_valid() and _shows_password(request, form):
        try:
            codes = workflow.start_second_factor(
                request.user, secret, form.cleaned_data["code"], by=request.user, now=timezone.now()
            )
        except ValidationError as error:
            form_errors.show(form, error, field="code")
        else:
            return _tell_codes(request, codes)
    return render(request, "organizations/set_up_second_factor.html", _picture_of(request.user, secret, form))


@require_safe
def recovery_codes(request):
    """The fresh recovery codes, on the page after they were made and on no other."""
    codes = one_time_display.take(request, CODES)
    if codes is None:
        return redirect("organizations:second_factor")
    return render(request, "organizations/recovery_codes.html", {"codes": codes})


def _existing_factor(request):
    form = OwnPasswordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _shows_password(request, form):
        if request.POST.get("act") == "codes":
            return _tell_codes(request, workflow.renew_recovery_codes(request.user, by=request.user))
        if request.POST.get("act") == "stop":
            workflow.stop_second_factor(request.user, by=request.user)
            update_session_auth_hash(request, request.user)
            messages.success(request, "เลิกใช้การยืนยันตัวตนชั้นที่สองแล้ว ต่อจากนี้เข้าสู่ระบบด้วยรหัสผ่านอย่างเดียว")
            return redirect("organizations:account")
    context = {
        "form": form,
        "factor": second_factor.of(request.user),
        "codes_left": second_factor.codes_left(request.user),
        "is_required": second_factor.is_required_for(request.user),
    }
    return render(request, "organizations/second_factor.html", context)


def _set_up_form(request):
    """The form and the secret it is about: the same one until the code fits, a fresh one for each visit."""
    if request.method == "POST":
        secret = second_factor.secret_from(request.POST.get("token", ""), request.user)
        if secret:
            return SecondFactorForm(request.POST), secret
        messages.warning(request, "หน้านี้เปิดค้างไว้นานเกินไป โปรดสแกนรหัสใหม่อีกครั้ง")
    secret = one_time_codes.new_secret()
    return SecondFactorForm(initial={"token": second_factor.sealed_for(request.user, secret)}), secret


def _picture_of(user, secret, form):
    picture = qr.png(one_time_codes.address_of(secret, user.username), scale=5)
    groups = [secret[place : place + 4] for place in range(0, len(secret), 4)]
    return {"form": form, "picture": qr.data_address(picture), "groups": groups}


def _tell_codes(request, codes):
    update_session_auth_hash(request, request.user)
    one_time_display.tell_once(request, CODES, codes)
    return redirect("organizations:recovery_codes")


def _shows_password(request, form):
    return form_errors.accepts(form, "current", confirm_password, request.user, refusal=WRONG_PASSWORD)
