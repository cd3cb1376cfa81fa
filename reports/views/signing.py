"""Reading a frozen paper and signing it: made for a phone. Shows exactly the bytes that are signed."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from ita_portal.guarded_child import GuardedChildError
from organizations.reauthentication import asks_for_code, confirm_identity
from reports import desk as desks
from reports import page_images, workflow
from reports.models import Edition, Signature, SigningMethod
from reports.signing_forms import PenForm, SendBackForm, SignForm
from reports.workflow.edition_moves import content_of
from reports.workflow.signatures import SIGNED_ALREADY

WRONG_SECRET = "รหัสผ่านหรือรหัสยืนยันไม่ถูกต้อง ระบบยังไม่ได้ลงนาม โปรดพิมพ์ใหม่"
CHANGED = "เอกสารนี้มีผู้ลงนามหรือส่งกลับหลังจากที่ท่านเปิดหน้านี้ ท่านยังไม่ได้ลงนาม โปรดอ่านฉบับล่าสุดอีกครั้ง"
LATELY = 10  # signatures of one's own that are listed
UNCHANGING = "private, max-age=31536000, immutable"


@require_safe
def to_sign(request):
    """What waits for this person's signature, over all organisations, and what the person signed lately."""
    asked = Signature.objects.asked_of(request.user, timezone.localdate())
    own = Signature.objects.visible_to(request.user).filter(signed_by=request.user)
    told = asked.select_related("edition", "organization", "position").order_by("edition__waiting_since")
    context = {
        "waiting": told.exclude(edition__signatures__signed_by=request.user),
        "barred": told.filter(edition__signatures__signed_by=request.user),
        "signed": own.select_related("edition", "organization").order_by("-signed_at")[:LATELY],
    }
    return render(request, "reports/to_sign.html", context)


@sensitive_post_parameters("secret")
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request, slug, code):
    """The paper, then the signer's words and two ways on: sign it or send it back; or why this person cannot."""
    edition, signature = _turn_or_404(request.user, slug, code)
    asks_code = asks_for_code(request.user)
    form = SignForm(edition, signature, request.POST or None, asks_for_code=asks_code)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["sha256"] != edition.sha256:
            messages.error(request, CHANGED)
            return redirect("reports:sign", slug, code)
        if _sign(request, signature, form):
            return redirect("reports:signed", slug, code)
    refusal = SIGNED_ALREADY if edition.is_signed_by(request.user) else ""
    context = {"form": form, "signature": signature, "refusal": refusal, **_paper(edition)}
    return render(request, "reports/sign.html", context)


def _sign(request, signature, form):
    """Sign with a valid form; False when it was refused, and the form says why."""
    given = form.cleaned_data
    try:
        if not confirm_identity(request.user, given["secret"]):
            form.add_error("secret", WRONG_SECRET)
            return False
        workflow.sign(
            signature,
            sha256=given["sha256"],
            comment=given.get("comment", ""),
            by=request.user,
            at=timezone.now(),
        )
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
    except workflow.StaleEdition as stale:
        form.add_error(None, str(stale))
    return form.is_valid()


@require_http_methods(["GET", "HEAD", "POST"])
def send_back(request, slug, code):
    """Give the paper back to its author, with the reason."""
    edition, _ = _turn_or_404(request.user, slug, code)
    return _send_back(request, edition, "reports:to_sign", is_recall=False)


@require_http_methods(["GET", "HEAD", "POST"])
def recall(request, slug, code):
    """The office takes back what it proposed, with the reason."""
    edition = edition_or_404(request.user, slug, code)
    if not Edition.objects.editable_by(request.user).routing().filter(pk=edition.pk).exists():
        raise Http404("nothing of theirs to take back")
    return _send_back(request, edition, desks.address_of(edition.document), is_recall=True)


def _send_back(request, edition, next_page, is_recall):
    form = SendBackForm(edition, request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            workflow.send_back(
                edition,
                waiting_order=given["waiting_order"],
                reason=given["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except (ValidationError, workflow.StaleEdition) as refusal:
            form.add_error(None, getattr(refusal, "messages", str(refusal)))
        else:
            messages.success(request, "ส่งกลับแล้ว เอกสารเป็นร่างอีกครั้ง ผู้จัดทำเห็นเหตุผลนี้และแก้ไขแล้วเสนอใหม่ได้")
            return redirect(next_page)
    return render(request, "reports/send_back.html", {"form": form, "is_recall": is_recall, **_frame(edition)})


@require_http_methods(["GET", "HEAD", "POST"])
def pen(request, slug, code):
    """Print, sign, scan, bring back: the scan is kept beside the original."""
    edition = edition_or_404(request.user, slug, code)
    rows = Edition.objects.editable_by(request.user).routing().filter(pk=edition.pk, method=SigningMethod.PEN)
    if not rows.exists():
        raise Http404("no paper that comes back")
    form = PenForm(edition, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            given = form.cleaned_data["scan"], form.signed_on
            workflow.record_pen_signatures(edition, *given, by=request.user, at=timezone.now())
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        except workflow.StaleEdition as stale:
            form.add_error(None, str(stale))
        else:
            messages.success(request, "เก็บสำเนาสแกนคู่กับฉบับเดิมแล้ว เอกสารพร้อมเผยแพร่")
            return redirect(desks.address_of(edition.document))
    return render(request, "reports/pen.html", {"form": form, **_frame(edition)})


@require_safe
def signed(request, slug, code):
    """What the signature did, and who has the paper now."""
    edition = edition_or_404(request.user, slug, code)
    own = get_object_or_404(edition.signatures, signed_by=request.user)
    waiting = edition.signatures.filter(order=edition.waiting_order).first()
    context = {"signature": own, "waiting": waiting, **_frame(edition)}
    return render(request, "reports/signed.html", context)


@require_safe
def edition_file(request, slug, code):
    """The PDF of an edition as it is now."""
    edition = edition_or_404(request.user, slug, code)
    response = HttpResponse(_content_or_404(edition), content_type="application/pdf")
    name = f"{edition.kind}-{slug}-{edition.fiscal_year}-{edition.code}.pdf"
    response["Content-Disposition"] = content_disposition_header("download" in request.GET, name)
    response["Cache-Control"] = "private, no-cache"
    return response


@require_safe
def edition_page(request, slug, code, sha256, number):
    """One page as a picture. The address names the bytes, so what it shows never changes."""
    edition = edition_or_404(request.user, slug, code)
    if sha256 != edition.sha256:
        raise Http404("these bytes are not the edition's any more")
    try:
        picture = page_images.page_png(_content_or_404(edition), number)
    except page_images.NoSuchPage:
        raise Http404("no such page") from None
    except GuardedChildError as reason:
        return HttpResponse(str(reason), status=503, content_type="text/plain; charset=utf-8")
    response = HttpResponse(picture, content_type="image/png")
    response["Cache-Control"] = UNCHANGING
    return response


def edition_or_404(user, slug, code):
    """An edition this person may read: members in every state, others what was issued."""
    rows = Edition.objects.visible_to(user).select_related("organization__province", "document")
    return get_object_or_404(rows, organization__slug=slug, code=code)


def _turn_or_404(user, slug, code):
    """The edition and the signature in it that is asked of this person now."""
    edition = edition_or_404(user, slug, code)
    asked = Signature.objects.asked_of(user, timezone.localdate()).select_related("term", "position")
    return edition, get_object_or_404(asked, edition=edition)


def _content_or_404(edition):
    try:
        return content_of(edition)
    except ValidationError as reason:
        raise Http404(" ".join(reason.messages)) from None


def _frame(edition):
    return {"organization": edition.organization, "year": edition.fiscal_year, "edition": edition}


def _paper(edition):
    count = page_images.page_count(_content_or_404(edition))
    return {**_frame(edition), "pages": range(1, count + 1), "page_count": count}
