"""Is the paper in hand genuine and current? Pages for everybody, without an account."""

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ita_portal.fields import ThaiTextField
from ita_portal.thai_text import to_arabic_digits
from organizations import throttle
from organizations.client_address import client_address
from reports import public_pages, signing
from reports.judging import judge
from reports.models import Edition
from reports.signing import keys
from reports.views.public import public_page

TOO_LARGE = "แฟ้มใหญ่เกิน ๓๐ เมกะไบต์ โปรดตรวจด้วยแฮชตามวิธีในหน้านี้แทน"


class CodeForm(forms.Form):
    """The code as people copy it from a paper."""

    code = ThaiTextField(label="รหัสที่ท้ายหน้าเอกสาร", max_length=40)

    def clean_code(self):
        typed = to_arabic_digits(self.cleaned_data["code"]).upper()
        code = "".join(char for char in typed if char.isascii() and char.isalnum())
        if not code:
            raise ValidationError("รหัสเป็นตัวอักษรภาษาอังกฤษและตัวเลข ๘ ตัว โปรดดูที่ท้ายหน้าใดก็ได้ของเอกสาร")
        return code


class FileForm(forms.Form):
    """A file to be compared with what was published."""

    file = forms.FileField(label="แฟ้ม PDF หรือสำเนาสแกน")

    def clean_file(self):
        if self.cleaned_data["file"].size > signing.LARGEST_FILE:
            raise ValidationError(TOO_LARGE)
        return self.cleaned_data["file"]


@public_page
def verify_code(request, code):
    """What is known of the edition whose code stands on a paper."""
    editions = Edition.objects.published().select_related("organization__province", "document").defer("data")
    edition = editions.filter(code=code.upper()).first()
    if edition is None:
        return render(request, "public/unknown_code.html", {"code": code[:12]}, status=404)
    page = public_pages.document_page(edition.document.code, edition.number)
    return render(request, "public/verified.html", {"page": page, "edition": edition})


@login_not_required
@csrf_exempt  # it changes nothing and knows nobody: there is no session to ride on
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request):
    """Type a code or bring a file."""
    code_form, file_form, judgement = CodeForm(), FileForm(), None
    if request.method == "POST":
        file_form = FileForm(request.POST, request.FILES)
        if file_form.is_valid() and _may_ask(request, file_form):
            judgement = judge(file_form.cleaned_data["file"].read())
    elif "code" in request.GET:
        code_form = CodeForm(request.GET)
        if code_form.is_valid():
            return redirect("reports:verify_code", code_form.cleaned_data["code"])
    context = {
        "code_form": code_form,
        "file_form": file_form,
        "judgement": judgement,
        "has_root": bool(keys.trusted_roots()),
        "canonical": public_pages.address("reports:verify"),
    }
    return render(request, "public/verify.html", context)


def _may_ask(request, form):
    """Checking signatures costs time, so one address asks only so often."""
    try:
        throttle.begin(throttle.Door.VERIFY, "", client_address(request), now=timezone.now())
    except throttle.TooManyAttempts:
        form.add_error("file", "มีการส่งแฟ้มมาตรวจจากที่นี่หลายครั้งติดกัน โปรดรอสักครู่แล้วลองใหม่ หรือตรวจด้วยรหัสหรือแฮช")
        return False
    return True


@public_page
def root_certificate(request):
    """The certificates of the authorities whose signatures the portal trusts, for checking without it."""
    roots = keys.roots_as_pem()
    if not roots:
        raise Http404("no authority is trusted yet")
    response = HttpResponse(roots, content_type="application/x-pem-file")
    response["Content-Disposition"] = 'attachment; filename="ita-portal-roots.pem"'
    return response
