"""Files that somebody made out of a signed one: each function takes the SignedMemo and returns bytes to be refused.

By where they strike: bytes, whole revisions cut off, revisions added, the file written anew, files that are odd.
What needs keys, such as other signers, stands in test_tampering.py.
"""

import io
import zlib

import pikepdf
from asn1crypto import cms
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.embed import EmbeddedFileObject, FileSpec, embed_file
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec, append_signature_field
from pyhanko.sign.validation.dss import DocumentSecurityStore

VARIANTS = {}


def variant(function):
    VARIANTS[function.__name__] = function
    return function


# -- Single bytes ----------------------------------------------------------------------------------


def flipped(content, place):
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


def hole_of(memo, number):
    """(start, end) of the value of the signature made in this step, without its brackets."""
    signature = PdfFileReader(io.BytesIO(memo.steps[number])).embedded_signatures[-1]
    return int(signature.byte_range[1]) + 1, int(signature.byte_range[2]) - 1


def stream_at(content, start, number=0):
    place = start
    for _ in range(number + 1):
        place = content.index(b"stream\n", place) + 7
    return place


for name, place in {
    "byte_of_the_header": lambda memo: 7,
    "byte_of_a_stream": lambda memo: stream_at(memo.content, 0) + 20,
    "byte_of_another_stream": lambda memo: stream_at(memo.content, 0, 9) + 20,
    "byte_of_the_title": lambda memo: memo.content.index(b"/Title") + 12,
    "byte_of_the_metadata": lambda memo: memo.content.index(b"pdfaid") + 2,
    "byte_of_the_attachment": lambda memo: (
        stream_at(memo.content, memo.content.index(b"/Type /EmbeddedFile")) + 9
    ),
    "byte_of_an_appearance": lambda memo: stream_at(memo.content, len(memo.steps[1])) + 20,
    "byte_of_a_field": lambda memo: memo.content.index(b"/Rect", len(memo.steps[0])) + 9,
    "byte_of_a_cross_reference": lambda memo: memo.content.rindex(b"xref\n", 0, -30) + 30,
    "byte_of_the_file_identifier": lambda memo: memo.content.rindex(b"/ID") + 9,
    "byte_of_the_time": lambda memo: memo.content.rindex(b"/M (D") + 14,
    "byte_of_a_byte_range": lambda memo: memo.content.rindex(b"/ByteRange") + 15,
    "byte_of_the_first_value": lambda memo: hole_of(memo, 1)[0] + 1200,
    "byte_of_the_last_value": lambda memo: hole_of(memo, 4)[0] + 1200,
    "first_byte_of_a_value": lambda memo: hole_of(memo, 2)[0] + 1,
    "byte_behind_a_value": lambda memo: hole_of(memo, 1)[1] - 8,
    "byte_of_the_end": lambda memo: len(memo.content) - 3,
}.items():
    VARIANTS[name] = lambda memo, place=place: flipped(memo.content, place(memo))


@variant
def value_in_small_letters(memo):
    start, end = hole_of(memo, 4)
    return memo.content[:start] + memo.content[start:end].lower() + memo.content[end:]


def with_other_value(change):
    """A variant that changes what a signature carries without covering it."""

    def tampered(memo):
        start, end = hole_of(memo, 4)
        info = cms.ContentInfo.load(
            PdfFileReader(io.BytesIO(memo.content)).embedded_signatures[-1].pkcs7_content
        )
        change(info["content"], memo)
        value = info.dump(force=True).hex().upper().encode()
        return memo.content[:start] + value.ljust(end - start, b"0") + memo.content[end:]

    VARIANTS[f"value_with_{change.__name__}"] = tampered


@with_other_value
def another_digest_algorithm(signed, memo):
    signed["digest_algorithms"].append(cms.DigestAlgorithm({"algorithm": "sha512"}))


@with_other_value
def a_certificate_more(signed, memo):
    signed["certificates"].append(memo.keys["author-1"].signer.signing_cert)


@with_other_value
def an_unsigned_attribute(signed, memo):
    values = {"type": "content_type", "values": ["data"]}
    signed["signer_infos"][0]["unsigned_attrs"] = [cms.CMSAttribute(values)]


@with_other_value
def two_signers(signed, memo):
    signed["signer_infos"].append(signed["signer_infos"][0].copy())


@variant
def value_emptied(memo):
    start, end = hole_of(memo, 4)
    return memo.content[:start] + b"0" * (end - start) + memo.content[end:]


@variant
def value_of_another_signature(memo):
    start, end = hole_of(memo, 4)
    other_start, other_end = hole_of(memo, 3)
    return memo.content[:start] + memo.content[other_start:other_end] + memo.content[end:]


@variant
def value_without_byte_range(memo):
    place = memo.content.rindex(b"/ByteRange")
    return memo.content[:place] + b"/ByteRang_" + memo.content[place + 10 :]


@variant
def bytes_inserted_into_the_hole(memo):
    end = hole_of(memo, 4)[1]
    return memo.content[:end] + b"> /Reason (x) /X <" + memo.content[end:]


# -- Cut off, or added as bytes --------------------------------------------------------------------


for number, name in enumerate(("no_signature", "one_signature", "two_signatures", "three_signatures")):
    VARIANTS[f"cut_back_to_{name}"] = lambda memo, number=number: memo.steps[number]
for name, length in {
    "one_byte": 1,
    "the_end_mark": 7,
    "the_cross_reference": 700,
    "the_last_half": 20_000,
}.items():
    VARIANTS[f"cut_off_{name}"] = lambda memo, length=length: memo.content[:-length]
for name, extra in {
    "a_line": b"\n",
    "a_comment": b"% harmless\n",
    "another_end": b"startxref\n0\n%%EOF\n",
    "zeros": bytes(5000),
    "an_object": b"9999 0 obj\n<< /Type /Catalog >>\nendobj\n",
    "html": b"<html><script>alert(1)</script></html>",
}.items():
    VARIANTS[f"with_{name}_at_the_end"] = lambda memo, extra=extra: memo.content + extra


@variant
def with_bytes_before_the_header(memo):
    return b"\n" + memo.content


@variant
def hidden_objects_shown_by_a_new_cross_reference(memo):
    """Shadow attack: only a cross-reference is added, which points a page at what lies unused in the file."""
    page = PdfFileReader(io.BytesIO(memo.content)).root["/Pages"]["/Kids"].raw_get(0).reference
    target = memo.content.index(b"%d 0 obj" % (page.idnum + 1))
    table = b"xref\n%d 1\n%010d 00000 n \n" % (page.idnum, target)
    last = memo.content[memo.content.rindex(b"trailer") : memo.content.rindex(b"startxref")]
    return memo.content + table + last + b"startxref\n%d\n%%%%EOF\n" % len(memo.content)


# -- Revisions added -------------------------------------------------------------------------------


def appended(change, step=-1):
    """A variant that adds a revision to the file of a step."""

    def tampered(memo):
        writer = IncrementalPdfFileWriter(io.BytesIO(memo.steps[step]))
        change(writer)
        output = io.BytesIO()
        writer.write(output)
        return output.getvalue()

    VARIANTS[f"revision_{change.__name__}"] = tampered
    return change


def page_of(writer, number=0):
    reference = writer.find_page_for_modification(number)[0]
    writer.mark_update(reference)
    return reference.get_object()


def field_of(writer, number=0):
    reference = writer.root["/AcroForm"]["/Fields"].raw_get(number)
    writer.mark_update(reference)
    return reference.get_object()


def a_picture(writer, text=b"0 0 200 200 re f"):
    stream = generic.StreamObject(stream_data=text)
    stream["/Type"], stream["/Subtype"] = pdf_name("/XObject"), pdf_name("/Form")
    stream["/BBox"] = generic.ArrayObject(map(generic.NumberObject, (0, 0, 200, 200)))
    return writer.add_object(stream)


def script(text="app.alert(1)"):
    return generic.DictionaryObject(
        {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): pdf_string(text)}
    )


@appended
def with_nothing_changed(writer):
    writer.update_root()


@appended
def with_other_page_content(writer):
    writer.add_stream_to_page(
        0, writer.add_object(generic.StreamObject(stream_data=b"1 0 0 rg 0 0 300 300 re f"))
    )


@appended
def with_a_smaller_page(writer):
    page_of(writer)["/MediaBox"] = generic.ArrayObject(map(generic.NumberObject, (0, 0, 300, 300)))


@appended
def with_pages_in_another_order(writer):
    pages = writer.root["/Pages"]
    pages["/Kids"] = generic.ArrayObject(reversed(pages["/Kids"]))
    writer.update_container(pages)


@appended
def with_an_annotation(writer):
    note = {"/Type": "/Annot", "/Subtype": "/FreeText", "/Contents": "ไม่อนุมัติ"}
    rectangle = generic.ArrayObject(map(generic.NumberObject, (50, 50, 300, 300)))
    values = {
        pdf_name(key): pdf_name(value) if value[0] == "/" else pdf_string(value) for key, value in note.items()
    }
    annotation = generic.DictionaryObject({**values, pdf_name("/Rect"): rectangle})
    writer.register_annotation(writer.find_page_for_modification(0)[0], writer.add_object(annotation))


@appended
def with_a_new_signature_field(writer):
    append_signature_field(writer, SigFieldSpec("another", box=(10, 10, 100, 100)))


@appended
def with_a_new_text_field(writer):
    text = {pdf_name("/FT"): pdf_name("/Tx"), pdf_name("/T"): pdf_string("x"), pdf_name("/V"): pdf_string("y")}
    writer.root["/AcroForm"]["/Fields"].append(writer.add_object(generic.DictionaryObject(text)))
    writer.update_root()


@appended
def with_another_title(writer):
    writer.document_meta_view.title = "อีกเรื่องหนึ่ง"
    writer._info.get_object()["/Title"] = pdf_string("อีกเรื่องหนึ่ง")
    writer.mark_update(writer._info)


@appended
def with_other_metadata(writer):
    reference = writer.root.raw_get("/Metadata")
    writer.objects[reference.generation, reference.idnum] = generic.StreamObject(stream_data=b"<x/>")
    writer._update_meta = lambda: None  # it would read them


@appended
def with_a_script_at_opening(writer):
    writer.root["/OpenAction"] = script()
    writer.update_root()


@appended
def with_a_script_on_a_page(writer):
    page_of(writer)["/AA"] = generic.DictionaryObject({pdf_name("/O"): script()})


@appended
def with_a_named_script(writer):
    names = generic.ArrayObject([pdf_string("x"), script()])
    tree = generic.DictionaryObject({pdf_name("/Names"): names})
    writer.root["/Names"]["/JavaScript"] = tree
    writer.update_root()


@appended
def with_layers(writer):
    writer.root["/OCProperties"] = generic.DictionaryObject({pdf_name("/OCGs"): generic.ArrayObject()})
    writer.update_root()


@appended
def with_an_attachment(writer):
    file = EmbeddedFileObject.from_file_data(writer, data=b"MZ")
    embed_file(writer, FileSpec(file_spec_string="virus.exe", embedded_data=file))


@appended
def with_the_attachment_replaced(writer):
    embedded = writer.root["/AF"][0]["/EF"]
    embedded["/F"] = writer.add_object(generic.StreamObject(stream_data=b"{}"))
    writer.update_container(embedded)


@appended
def with_an_appearance_replaced(writer):
    field_of(writer)["/AP"] = generic.DictionaryObject({pdf_name("/N"): a_picture(writer)})


@appended
def with_an_appearance_overwritten(writer):
    reference = field_of(writer)["/AP"].raw_get("/N")
    writer.objects[reference.generation, reference.idnum] = generic.StreamObject(stream_data=b"0 0 9 9 re f")


@appended
def with_a_field_moved(writer):
    field_of(writer)["/Rect"] = generic.ArrayObject(map(generic.NumberObject, (0, 0, 500, 800)))


@appended
def with_a_field_emptied(writer):
    del field_of(writer, 1)["/V"]


@appended
def with_a_field_removed(writer):
    del writer.root["/AcroForm"]["/Fields"][1]
    writer.update_root()


@appended
def with_two_fields_exchanged(writer):
    first, second = field_of(writer, 0), field_of(writer, 1)
    values = first.raw_get("/V"), second.raw_get("/V")
    second["/V"], first["/V"] = values


@appended
def with_an_appearance_that_is_drawn_anew(writer):
    writer.root["/AcroForm"]["/NeedAppearances"] = generic.BooleanObject(True)
    writer.update_root()


@appended
def with_long_term_evidence(writer):
    writer.root["/DSS"] = DocumentSecurityStore(writer).as_pdf_object()
    writer.update_root()


@appended
def with_other_tags(writer):
    writer.root["/StructTreeRoot"]["/K"] = generic.ArrayObject()
    writer.update_container(writer.root["/StructTreeRoot"])


@appended
def with_a_web_form(writer):
    writer.root["/AcroForm"]["/XFA"] = writer.add_object(generic.StreamObject(stream_data=b"<xdp/>"))
    writer.update_root()


def a_signature_used_twice(writer):
    field_of(writer, 1)["/V"] = field_of(writer, 0).raw_get("/V")


appended(a_signature_used_twice, step=1)


# -- Written anew ----------------------------------------------------------------------------------


def written_anew(change=lambda pdf: None, **how):
    def tampered(memo):
        with pikepdf.open(io.BytesIO(memo.content)) as pdf:
            change(pdf)
            output = io.BytesIO()
            pdf.save(output, **how)
            return output.getvalue()

    return tampered


def without_forms(pdf):
    del pdf.Root.AcroForm
    for page in pdf.pages:
        page.obj.Annots = pikepdf.Array()


VARIANTS |= {
    "written_anew": written_anew(),
    "written_anew_linearized": written_anew(linearize=True),
    "written_anew_encrypted": written_anew(encryption=pikepdf.Encryption(owner="x", user="")),
    "written_anew_locked": written_anew(encryption=pikepdf.Encryption(owner="x", user="y")),
    "written_anew_with_object_streams": written_anew(object_stream_mode=pikepdf.ObjectStreamMode.generate),
    "written_anew_without_form": written_anew(without_forms),
}


# -- Odd files -------------------------------------------------------------------------------------


def a_pdf(objects, trailer=b"<< /Root 1 0 R /Size 3 >>"):
    """A PDF of these objects, numbered from 1."""
    content, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(content)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    return content + head + table + b"trailer\n%b\nstartxref\n%d\n%%%%EOF\n" % (trailer, start)


def a_form(fields):
    return a_pdf(
        [b"<< /Type /Catalog /AcroForm << /Fields [%b] >> >>" % fields, b"<< /FT /Sig /T (seal) /V 1 0 R >>"]
    )


BOMB = zlib.compress(bytes(300_000_000), 9)
ODD = {
    "nothing": b"",
    "a_header_only": b"%PDF-1.7\n",
    "zeros": bytes(100_000),
    "a_zip": b"PK\x03\x04" + bytes(1000),
    "deep_nesting": a_pdf([b"[" * 200_000 + b"]" * 200_000, b"null"]),
    "twenty_thousand_fields": a_form(b"2 0 R " * 20_000),
    "a_field_that_is_its_own_parent": a_pdf(
        [b"<< /AcroForm << /Fields [2 0 R] >> >>", b"<< /FT /Sig /T (seal) /Kids [2 0 R] /Parent 2 0 R >>"]
    ),
    "a_signature_that_is_the_catalogue": a_form(b"2 0 R"),
    "a_billion_objects": a_pdf([b"<< /Type /Catalog >>"], b"<< /Root 1 0 R /Size 999999999 >>"),
    "a_cross_reference_to_itself": b"%PDF-1.7\nxref\n0 0\ntrailer\n<< /Prev 9 /Size 1 >>\nstartxref\n9\n%%EOF\n",
    "a_far_cross_reference": b"%PDF-1.7\nstartxref\n99999999999999999999\n%%EOF\n",
    "a_compressed_bomb": b"%%PDF-1.7\n1 0 obj\n<< /Type /XRef /Size 9 /W [1 9 9] /Filter /FlateDecode /Length %d >>\nstream\n"
    % len(BOMB)
    + BOMB
    + b"\nendstream\nendobj\nstartxref\n9\n%%EOF\n",
}
VARIANTS |= {f"odd_{name}": lambda memo, content=content: content for name, content in ODD.items()}
