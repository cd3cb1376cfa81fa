"""The people of an organisation, for its administrators: who has which role, inviting, the way in that was lost."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from organizations import form_errors, mails, one_time_display, second_factor, tasks, workflow
from organizations.models import Invitation, Membership, Role, User
from organizations.people_forms import ChangeRoleForm, InvitationForm, RoleForm
from organizations.people_page import invitations_of, people_of, recent_acts
from organizations.views.access import administered_or_404

LINK = "link"


@require_safe
def people(request, slug):
    """Everybody with a role, and who was invited."""
    organization = administered_or_404(request.user, slug)
    context = {
        "organization": organization,
        "people": people_of(organization, request.user),
        "invitations": invitations_of(organization, request.user),
        "acts": recent_acts(organization, request.user),
        "now": timezone.now(),
    }
    return render(request, "organizations/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request, slug):
    """Offer a role to somebody; the page after it shows the link, once."""
    organization = administered_or_404(request.user, slug)
    form = InvitationForm(organization, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            invitation, token = workflow.invite(
                organization, **form.cleaned_data, by=request.user, now=timezone.now()
            )
        except ValidationError as error:
            form_errors.show(form, error)
        else:
            tell_invitation(request, invitation, token)
            return redirect("organizations:handed_link")
    context = {"organization": organization, "form": form, "mails": settings.EMAIL_IS_CONFIGURED}
    return render(request, "organizations/invite.html", context)


def invitation(request, slug, pk):
    """Withdraw an invitation, or make its link anew."""
    organization = administered_or_404(request.user, slug)
    row = get_object_or_404(Invitation.objects.editable_by(request.user), organization=organization, pk=pk)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    now, act = timezone.now(), request.POST.get("act")
    try:
        if act == "renew":
            tell_invitation(request, row, workflow.renew_invitation(row, by=request.user, now=now))
            return redirect("organizations:handed_link")
        if act == "withdraw":
            workflow.withdraw_invitation(row, by=request.user, now=now)
            messages.success(request, f"ถอนคำเชิญของ{row.person_name}แล้ว ลิงก์เดิมใช้ไม่ได้อีก")
    except workflow.InvitationClosed:
        messages.error(request, "คำเชิญนี้มีผู้ตอบรับหรือถูกถอนไปแล้ว")
    return redirect("organizations:people", slug)


@require_safe
def handed_link(request):
    """The link to hand over, on the page after it was made and on no other."""
    link = one_time_display.take(request, LINK)
    return render(request, "organizations/handed_link.html", {"link": link})


@require_http_methods(["GET", "HEAD", "POST"])
def person(request, slug, pk):
    """The roles of one person here, one more role, and the way in that the person lost."""
    organization = administered_or_404(request.user, slug)
    user = get_object_or_404(User, pk__in=_known_here(request.user, organization), pk=pk)
    form = RoleForm(organization, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.add_role(organization, user, **form.cleaned_data, by=request.user)
        except ValidationError as error:
            form_errors.show(form, error)
        else:
            messages.success(request, f"เพิ่มบทบาทของ{user}แล้ว ใช้ได้ทันที")
            return redirect("organizations:person", slug, pk)
    roles = Membership.objects.editable_by(request.user).filter(organization=organization, user=user)
    context = {
        "organization": organization,
        "person": user,
        "roles": roles.select_related("division"),
        "form": form,
        "has_second_factor": second_factor.of(user) is not None,
        "why_not_reset": workflow.why_not_reset(user, request.user),
        "access_url": reverse("organizations:person_access", args=[slug, pk]),
        "is_self": user == request.user,
    }
    return render(request, "organizations/person.html", context)


def person_access(request, slug, pk):
    """Give a person a new way in: a link to set a password, or a login without the lost phone."""
    organization = administered_or_404(request.user, slug)
    membership = Membership.objects.editable_by(request.user).filter(organization=organization, user=pk)
    membership = membership.select_related("user").order_by("-is_active", "pk").first()
    if membership is None:
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    return reset(request, membership.user, membership) or redirect("organizations:person", slug, pk)


@require_http_methods(["GET", "HEAD", "POST"])
def reset_account(request, pk):
    """The same for any account, for the platform administrator: where an organisation's only administrator is out."""
    if not request.user.is_platform_administrator:
        raise PermissionDenied
    user = get_object_or_404(User, pk=pk)
    if request.method == "POST":
        return reset(request, user, None) or redirect("organizations:reset_account", pk)
    context = {
        "person": user,
        "has_second_factor": second_factor.of(user) is not None,
        "why_not_reset": workflow.why_not_reset(user, request.user),
    }
    return render(request, "organizations/reset_account.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def role(request, slug, pk):
    """Change, stop or restore one role."""
    organization = administered_or_404(request.user, slug)
    rows = Membership.objects.editable_by(request.user).filter(organization=organization)
    row = get_object_or_404(rows.select_related("user", "division"), pk=pk)
    initial = {"role": row.role, "division": row.division_id, "version": row.version}
    form = ChangeRoleForm(organization, request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and (done := _change_role(request, row, form)):
        messages.success(request, done)
        return redirect("organizations:person", slug, row.user_id)
    return render(request, "organizations/role.html", {"organization": organization, "row": row, "form": form})


def _change_role(request, row, form):
    """Do what the button says; return the sentence that tells so, or "" with the reasons on the form."""
    act, version = request.POST.get("act"), None
    if form.is_valid():
        version = form.cleaned_data.pop("version")
    try:
        if act == "stop" and version:
            workflow.stop_role(row, version=version, by=request.user)
            return f"หยุดบทบาทของ{row.user}แล้ว มีผลทันที"
        if act == "restore" and version:
            workflow.restore_role(row, version=version, by=request.user)
            return f"คืนบทบาทของ{row.user}แล้ว"
        if version:
            workflow.change_role(row, **form.cleaned_data, version=version, by=request.user)
            return f"เปลี่ยนบทบาทของ{row.user}แล้ว มีผลทันที"
    except ValidationError as error:
        form_errors.show(form, error, field="role")
    except workflow.StaleRow as stale:
        form.add_error(None, f"{stale} ขณะนี้คือ {stale.current.get_role_display()} โปรดเปิดหน้านี้ใหม่")
    return ""


def reset(request, user, membership):
    """What the button of an access section asks: the answer that follows, or None when only a message tells it."""
    act = request.POST.get("act")
    try:
        if act == "password":
            uid, token = workflow.reset_access(user, membership=membership, by=request.user)
            link = {"kind": "password", "person": str(user), "address": mails.password_address(uid, token)}
            back = membership and _people_of(request.user, membership.organization)
            one_time_display.tell_once(request, LINK, {**link, "back": back})
            return redirect("organizations:handed_link")
        if act == "second_factor":
            workflow.reset_second_factor(user, membership=membership, by=request.user)
            messages.success(request, f"ยกเลิกอุปกรณ์ยืนยันตัวตนของ{user}แล้ว เข้าสู่ระบบด้วยรหัสผ่านได้ และควรตั้งอุปกรณ์ใหม่")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return None


def tell_invitation(request, invitation, token):
    """Mail the link where there is an address and a mail server, and show it once on the next page."""
    is_mailed = bool(invitation.email and settings.EMAIL_IS_CONFIGURED)
    if is_mailed:
        tasks.mail_invitation(invitation.pk, token)
    link = {
        "kind": "invitation",
        "person": invitation.person_name,
        "back": _people_of(request.user, invitation.organization),
        "offer": invitation.offer,
        "address": mails.invitation_address(token),
        "email": invitation.email if is_mailed else "",
    }
    one_time_display.tell_once(request, LINK, link)


def _people_of(user, organization):
    """The address of the page of those people, for who opens it: not the platform administrator that of an organisation."""
    if organization is None:
        return reverse("organizations:people_above")
    may_keep = user.has_role(organization, Role.ADMINISTRATOR)
    return reverse("organizations:people", args=[organization.slug]) if may_keep else ""


def _known_here(user, organization):
    return Membership.objects.editable_by(user).filter(organization=organization).values("user_id")
