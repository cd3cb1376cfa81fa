"""The people above organisations, for the platform administrator: overseers of provinces, keepers of the whole portal;
and the administrator of an organisation that has none.

Giving or taking such a role asks again who one is, as signing does.
"""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from organizations import form_errors, workflow
from organizations.models import Invitation, Membership, Organization
from organizations.people_forms import AdministratorForm, InvitationAboveForm, RoleAboveForm
from organizations.people_page import invitations_of, people_of, recent_acts
from organizations.reauthentication import confirm_identity
from organizations.views.people import tell_invitation

WRONG_SECRET = "รหัสผ่านหรือรหัสยืนยันไม่ถูกต้อง ยังไม่มีสิ่งใดเปลี่ยน โปรดพิมพ์ใหม่"


@require_safe
def people_above(request):
    """Everybody with such a role, and who was invited to one."""
    _require_platform_administrator(request.user)
    context = {
        "people": people_of(None, request.user),
        "invitations": invitations_of(None, request.user),
        "acts": recent_acts(None, request.user),
        "now": timezone.now(),
    }
    return render(request, "organizations/people_above.html", context)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def invite_above(request):
    """Offer such a role; the page after it shows the link, once."""
    _require_platform_administrator(request.user)
    form = InvitationAboveForm(request.user, request.POST if request.method == "POST" else None)
    return _invite(request, form, workflow.invite_above) or render(
        request, "organizations/invite_above.html", {"form": form}
    )


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def invite_administrator(request, slug):
    """Invite an administrator to an organisation that has none: the first, who lost the link, or one after the last left."""
    if not request.user.is_platform_administrator:
        raise Http404("the platform administrator's")
    organization = get_object_or_404(Organization.objects.visible_to(request.user), slug=slug)
    form = AdministratorForm(request.user, request.POST if request.method == "POST" else None)
    return _invite(request, form, partial(workflow.invite_administrator, organization)) or render(
        request, "organizations/invite_administrator.html", {"organization": organization, "form": form}
    )


def invitation_above(request, pk):
    """Withdraw an invitation. Where the link is lost a new invitation is made: that asks who one is."""
    rows = Invitation.objects.editable_by(request.user).filter(organization=None)
    row = get_object_or_404(rows, pk=pk)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        if request.POST.get("act") == "withdraw":
            workflow.withdraw_invitation(row, by=request.user, now=timezone.now())
            messages.success(request, f"ถอนคำเชิญของ{row.person_name}แล้ว ลิงก์เดิมใช้ไม่ได้อีก")
    except workflow.InvitationClosed:
        messages.error(request, "คำเชิญนี้มีผู้ตอบรับหรือถูกถอนไปแล้ว")
    return redirect("organizations:people_above")


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def role_above(request, pk):
    """Stop such a role, or restore one that was stopped."""
    rows = Membership.objects.editable_by(request.user).filter(organization=None)
    row = get_object_or_404(rows.select_related("user", "province"), pk=pk)
    posted = request.POST if request.method == "POST" else None
    form = RoleAboveForm(request.user, posted, initial={"version": row.version})
    if request.method == "POST" and form.is_valid() and _shows_identity(request, form):
        act = workflow.restore_role if request.POST.get("act") == "restore" else workflow.stop_role
        try:
            act(row, version=form.cleaned_data["version"], by=request.user)
        except ValidationError as error:
            form_errors.show(form, error)
        except workflow.StaleRow as stale:
            form.add_error(None, f"{stale} โปรดเปิดหน้านี้ใหม่")
        else:
            messages.success(request, f"{'คืน' if row.is_active else 'หยุด'}บทบาทของ{row.user}แล้ว มีผลทันที")
            return redirect("organizations:index" if row.user == request.user else "organizations:people_above")
        row.refresh_from_db()
    return render(request, "organizations/role_above.html", {"row": row, "form": form})


def _invite(request, form, act):
    """Invite with a valid form of who shows who they are; the way to the link, or None with the reasons on the form."""
    if request.method == "POST" and form.is_valid() and _shows_identity(request, form):
        try:
            invitation, token = act(**form.values, by=request.user, now=timezone.now())
        except ValidationError as error:
            form_errors.show(form, error)
        else:
            tell_invitation(request, invitation, token)
            return redirect("organizations:handed_link")
    return None


def _require_platform_administrator(user):
    if not user.is_platform_administrator:
        raise PermissionDenied


def _shows_identity(request, form):
    return form_errors.accepts(form, "secret", confirm_identity, request.user, refusal=WRONG_SECRET)
