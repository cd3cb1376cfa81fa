"""The mail log of an organisation: which reminders went out, to whom, and what became of them."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from measures.models import MailStatus, ReminderMail
from measures.workflow.reminders import TOLD_ROLES, send_test_mail
from organizations.models import Membership, Organization

PAGE_SIZE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def mail_log(request, slug):
    """What was sent, latest first; the administrator of the organisation sends a test mail to themselves."""
    organization = get_object_or_404(Organization.objects.editable_by(request.user), slug=slug)
    if request.method == "POST":
        _send_test(request, organization)
        return redirect("measures:mail_log", slug)
    mails = ReminderMail.objects.editable_by(request.user).filter(organization=organization)
    members = Membership.objects.editable_by(request.user).filter(
        organization=organization, role__in=TOLD_ROLES, is_active=True, user__is_active=True
    )
    context = {
        "organization": organization,
        "mails": Paginator(mails.select_related("user"), PAGE_SIZE).get_page(request.GET.get("page")),
        "without_address": members.filter(user__email="").select_related("user", "division"),
        "is_configured": settings.EMAIL_IS_CONFIGURED,
        "statuses": MailStatus,
    }
    return render(request, "measures/mail_log.html", context)


def _send_test(request, organization):
    if not settings.EMAIL_IS_CONFIGURED:
        messages.error(request, "ยังไม่ได้ตั้งค่าอีเมลของระบบ โปรดแจ้งผู้ดูแลเครื่องแม่ข่ายให้กำหนดค่า EMAIL_URL")
    elif not request.user.email:
        messages.error(request, "บัญชีของท่านยังไม่มีอีเมล โปรดเพิ่มอีเมลก่อนส่งทดสอบ")
    elif (mail := send_test_mail(organization, request.user)).status == MailStatus.SENT:
        messages.success(request, f"ส่งอีเมลทดสอบถึง {mail.address} แล้ว โปรดตรวจกล่องจดหมายของท่าน")
    else:
        messages.error(request, "ส่งอีเมลทดสอบไม่สำเร็จ เหตุผลอยู่ในบรรทัดแรกของตารางด้านล่าง")
