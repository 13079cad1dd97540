"""What is uploaded: told from its content, refused in words that help when it could harm, sealed, scanned, never run."""

import io
import socket
import struct
import threading
import zipfile
import zlib

import pytest
from django.conf import settings
from PIL import Image

from tenants.admission.domain import documents, files, inspection, scanning
from tenants.admission.models import Document, Event, Kind, Scan
from tenants.admission.views.documents import InMemory
from tess.kernel import encryption, outbox
from tess.kernel.errors import Conflict, DomainError
from tests.tenants.admission.conftest import PDF

WORD = (
    b'<?xml version="1.0"?><Types><Override PartName="/word/document.xml" ContentType='
    b'"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)


def archive(entries, *, packed=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packed) as found:
        for name, content in entries:
            found.writestr(name, content)
    return out.getvalue()


def picture(kind="PNG", size=(20, 20)):
    out = io.BytesIO()
    Image.new("RGB", size).save(out, kind)
    return out.getvalue()


def png_of(width, height):
    """A PNG that declares these sizes and holds nothing."""

    def chunk(name, content):
        return struct.pack("!I", len(content)) + name + content + struct.pack("!I", zlib.crc32(name + content))

    header = struct.pack("!IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def pdf_with(text):
    return PDF.replace(b"<< /Type /Catalog >>", b"<< /Type /Catalog " + text + b" >>")


def pdf_hiding(text, *, times=1, padding=b"", mark=b"stream\n"):
    packed = zlib.compress(b"1 0 " + text)
    about = b"2 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d %s >>\n" % (len(packed), padding)
    hidden = (about + mark + packed + b"\nendstream\nendobj\n") * times
    return PDF.replace(b"trailer", hidden + b"trailer")


DOCX = [("[Content_Types].xml", WORD), ("word/document.xml", "<w/>")]
RELS = '<Relationship Type="http://x/relationships/attachedTemplate" Target="http://x/m.dotm" TargetMode="External"/>'
SCRIPT = b"<< /S /JavaScript /JS (x) >>"
OTHERWISE = {
    "single quotes": RELS.replace('"', "'"),
    "room around the sign": RELS.replace("TargetMode=", "TargetMode = "),
    "letters as numbers": RELS.replace("External", "Ext&#101;rnal"),
    "another alphabet": RELS.encode("utf-16"),
    "a prefix": RELS.replace("<Rel", "<r:Rel"),
    "far down": " " * 600_000 + RELS,
    "an entity": '<!DOCTYPE a [<!ENTITY e "External">]>' + RELS.replace("External", "&e;"),
}
HIDDEN = {
    "behind a long dictionary": {"padding": b"/Pad (%s)" % (b"a" * 5000)},
    "behind another object's name": {"padding": b"/Pad (endstream endobj 9 0 obj)"},
    "after a word readers forgive": {"mark": b"stream \r"},
}
ABOUT = b"\n/ObjStm /Fl stream\n\x78\x01"
WITHIN = (
    b"\0" + struct.pack("<HH", len(ABOUT), 0xFFFF - len(ABOUT)) + ABOUT
) * 1000  # each block holds the next one's start
UNREADABLE = {
    "in no known way": (b"/Type /ObjStm /N 1 /First 4 >>\n" + b"stream \n" * 1000, "pas examiner"),
    "its filter after a stream that is none": (
        b"/Type /ObjStm /Pad (stream\n) /Filter /FlateDecode >>",
        "pas examiner",
    ),
    "its type after a stream that is none": (b"/Filter /FlateDecode /Pad (stream\n) /Type /ObjStm >>", "pas examiner"),
    "after a stream that is none": (b"/Type /ObjStm /Filter /FlateDecode /Pad (stream\n) >>", "abîmé"),
    "each within the one before": (ABOUT + WITHIN + b"\0\xff\xff\0\0", "trop de couches"),
}
GOOD = {
    "statuts.pdf": PDF,
    "photo.png": picture(),
    "photo.jpeg": picture("JPEG"),
    "notes.docx": archive(DOCX),
    "notes.odt": archive([("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", "<o/>")]),
    "table.xlsx": archive(
        [("[Content_Types].xml", WORD.replace(b"wordprocessingml.document", b"spreadsheetml.sheet"))]
    ),
}
BAD = {
    "nothing": ("vide.pdf", b"", "vide"),
    "an exe called PDF": ("statuts.pdf", b"MZ\x90\x00" + b"\0" * 100, "programme"),
    "a script": ("statuts.pdf", b"#!/bin/sh\nrm -rf /", "programme"),
    "a PNG called PDF": ("statuts.pdf", picture(), "contenu est PNG"),
    "a PDF called PNG": ("scan.png", PDF, "contenu est PDF"),
    "an SVG with a script": (
        "logo.svg",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        "SVG",
    ),
    "an SVG called PNG": ("logo.png", b'<?xml version="1.0"?><svg onload="x()"/>', "SVG"),
    "a web page": ("statuts.pdf", b"<!DOCTYPE html><script>x()</script>", "page web"),
    "an old Word file": ("notes.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "ancien fichier"),
    "text": ("notes.txt", b"bonjour", "reconnaissons pas"),
    "an image bomb": ("bombe.png", png_of(60_000, 60_000), "pixels"),
    "a wide image": ("large.png", png_of(9_000, 5_000), "9000 × 5000"),
    "a cut picture": ("photo.png", picture()[:60], "abîmée"),
    "a plain archive": ("tout.zip", archive([("a.pdf", PDF)]), "archive"),
    "a bomb": ("notes.docx", archive([*DOCX, ("word/media/a.bmp", b"\0" * 40_000_000)]), "énorme"),
    "many entries": ("notes.docx", archive([*DOCX, *((f"a{n}", "") for n in range(2100))]), "énorme"),
    "macros": ("notes.docx", archive([*DOCX, ("word/vbaProject.bin", "x")]), "macros"),
    "macros by type": ("notes.docx", archive([("[Content_Types].xml", WORD + b"macroEnabled")]), "macros"),
    "macros in ODT": (
        "notes.odt",
        archive([("mimetype", "application/vnd.oasis.opendocument.text"), ("Basic/Standard/a.xml", "x")]),
        "macros",
    ),
    "a program inside": ("notes.docx", archive([*DOCX, ("word/embeddings/a.exe", "MZ")]), "autre chose"),
    "a path that climbs": ("notes.docx", archive([*DOCX, ("../../etc/passwd", "x")]), "autre chose"),
    "a template from elsewhere": ("notes.docx", archive([*DOCX, ("word/_rels/settings.xml.rels", RELS)]), "ailleurs"),
    "a cut archive": ("notes.docx", archive(DOCX)[:-30], "abîmé"),
    "a cut PDF": ("statuts.pdf", PDF[:40], "s’arrête avant la fin"),
    "a locked PDF": ("statuts.pdf", pdf_with(b"/Encrypt 5 0 R"), "mot de passe"),
    "a PDF with a script": ("statuts.pdf", pdf_with(b"/OpenAction << /S /JavaScript /JS (x) >>"), "JavaScript"),
    "a script spelt oddly": ("statuts.pdf", pdf_with(b"/OpenAction << /S /J#61vaScript >>"), "JavaScript"),
    "a hidden script": ("statuts.pdf", pdf_hiding(b"<< /S /JavaScript /JS (x) >>"), "JavaScript"),
    "a PDF that starts a program": ("statuts.pdf", pdf_with(b"/OpenAction << /S /Launch /F (cmd) >>"), "lancer"),
    "a PDF that holds a file": ("statuts.pdf", pdf_with(b"/Names << /EmbeddedFiles 3 0 R >>"), "autres fichiers"),
    "a bomb in a PDF": ("statuts.pdf", pdf_hiding(b" " * 60_000_000), "trop de couches"),
}


@pytest.mark.parametrize("name", GOOD)
def test_what_offices_make_is_taken(name):
    assert inspection.inspected(GOOD[name], name).endings[0] in name.replace("jpeg", "jpg")


@pytest.mark.parametrize("case", BAD)
def test_what_could_harm_is_refused_with_what_to_do(case):
    name, content, said = BAD[case]
    with pytest.raises(DomainError, match=said):
        inspection.inspected(content, name)


@pytest.mark.parametrize("how", OTHERWISE)
def test_a_part_from_elsewhere_is_found_however_it_is_written(how):
    with pytest.raises(DomainError, match="ailleurs"):
        inspection.inspected(archive([*DOCX, ("word/_rels/a.xml.rels", OTHERWISE[how])]), "notes.docx")


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", ["word/_rels/settings.xml.rels", "[Content_Types].xml"])
def test_an_archive_that_names_two_things_alike_is_refused(name):
    harmful, plain = (name, RELS + "macroEnabled"), (name, WORD)
    for twice in ([harmful, plain], [plain, harmful]):
        with pytest.raises(DomainError, match="abîmé"):
            inspection.inspected(archive([*(each for each in DOCX if each[0] != name), *twice]), "notes.docx")


def test_an_ordinary_link_to_a_site_is_no_part_of_the_document():
    link = RELS.replace("attachedTemplate", "hyperlink") + RELS.replace("External", "Internal")
    assert inspection.inspected(archive([*DOCX, ("word/_rels/a.xml.rels", link)]), "notes.docx")


@pytest.mark.parametrize("how", HIDDEN)
def test_a_script_is_found_wherever_it_is_packed(how):
    with pytest.raises(DomainError, match="JavaScript"):
        inspection.inspected(pdf_hiding(SCRIPT, **HIDDEN[how]), "statuts.pdf")
    assert inspection.inspected(pdf_hiding(b"<< /S /GoTo >>", **HIDDEN[how]), "statuts.pdf")


@pytest.mark.parametrize("how", UNREADABLE)
def test_what_we_cannot_look_into_is_refused_at_once(how):
    about, said = UNREADABLE[how]
    packed = b"2 0 obj\n<< " + about + b"\nstream\n" + zlib.compress(b"1 0 " + SCRIPT) + b"\nendstream\nendobj\n"
    with pytest.raises(DomainError, match=said):
        inspection.inspected(PDF.replace(b"trailer", packed + b"trailer"), "statuts.pdf")


def test_what_is_too_much_to_unpack_is_refused_not_left_unread():
    with pytest.raises(DomainError, match="trop de couches"):
        inspection.inspected(pdf_hiding(b" " * 3_900_000, times=9), "statuts.pdf")


@pytest.mark.parametrize("cut", range(0, 60, 7))
def test_no_content_however_broken_is_an_error_of_ours(cut):
    for name, content in GOOD.items():
        broken = content[: cut * 3] + bytes([cut, 255]) + content[cut * 3 + 2 :]
        try:
            inspection.inspected(broken, name)
        except DomainError as error:
            assert str(error)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("statuts.pdf", "statuts.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\x\\Statuts 2025.PDF", "Statuts 2025.pdf"),
        ("a\u202efdp.exe", "afdp.exe.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie x=1.pdf"),
        ("\x00", "document.pdf"),
        ("…" * 300, "…" * 100 + ".pdf"),
        ('"><script>.pdf', "script.pdf"),
        (".pdf", "document.pdf"),
    ],
)
def test_a_name_is_made_harmless(name, kept):
    assert inspection.harmless(name, inspection.PDF) == kept


def test_sealed_on_disk_under_a_key_of_its_own_and_gone_with_it(filled):
    document = filled.documents.first()
    (path,) = files.folder_of(filled.pk).glob(f"{document.pk}*")
    assert b"PDF" not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0
    assert files.read(document) == PDF
    encryption.destroy_key(filled.pk)
    with pytest.raises(encryption.KeyMissing):
        files.read(document)


def test_the_page_says_the_bounds_takes_one_and_gives_it_back(candidate, candidacy):
    web, path = candidate(), f"/adherer/dossiers/{candidacy.pk}/documents/"
    assert "Jusqu’à 10 Mo chacun" in web.get(path).content.decode()
    sent = io.BytesIO(PDF)
    sent.name = "../Nos statuts.pdf"
    assert web.post(path, {"kind": "statutes", "file": sent}).status_code == 302
    document = Document.objects.get()
    assert document.name == "Nos statuts.pdf"
    assert "sans analyse antivirus" in web.get(path).content.decode()
    answer = web.get(f"{path}{document.pk}/")
    assert answer.content == PDF
    assert 'filename="Nos statuts.pdf"' in answer["Content-Disposition"]
    assert web.post(f"{path}{document.pk}/retirer/").status_code == 302
    assert not list(files.folder_of(candidacy.pk).glob(f"{document.pk}*")) or Document.objects.count() == 0


def test_the_same_document_twice_is_told(candidacy):
    documents.add(candidacy, kind="statutes", name="a.pdf", content=PDF)
    with pytest.raises(DomainError, match="déjà dans le dossier"):
        documents.add(candidacy, kind="other", name="b.pdf", content=PDF)


def test_one_more_than_the_most_is_refused(candidacy, monkeypatch):
    monkeypatch.setattr(files, "MOST", 1)
    documents.add(candidacy, kind="statutes", name="a.pdf", content=PDF)
    with pytest.raises(DomainError, match="Retirez-en un"):
        documents.add(candidacy, kind="other", name="b.pdf", content=PDF + b"%")
    assert len(list(files.folder_of(candidacy.pk).iterdir())) == 1


def test_two_gigabytes_announced_are_refused_before_they_are_read(candidate, candidacy):
    web, read = candidate(), []

    class Endless(io.RawIOBase):
        def read(self, size=-1):
            read.append(size)
            return b"\0" * min(size if size > 0 else 65536, 65536)

    answer = web.generic(
        "POST",
        f"/adherer/dossiers/{candidacy.pk}/documents/",
        b"",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(2 * 1024**3),
        **{"wsgi.input": Endless()},
    )
    assert answer.status_code == 413
    assert "dépasse 10 Mo" in answer.content.decode()
    assert len(read) <= 64, "what is refused is not read to its end"
    assert Document.objects.count() == 0


def test_a_little_too_large_is_told_too(candidate, candidacy, monkeypatch):
    monkeypatch.setattr(files, "LARGEST", 1000)
    sent = io.BytesIO(PDF + b"%" * 2000)
    sent.name = "a.pdf"
    answer = candidate().post(f"/adherer/dossiers/{candidacy.pk}/documents/", {"kind": "statutes", "file": sent})
    assert answer.status_code == 413
    assert "dépasse" in answer.content.decode()


def test_past_the_bound_an_upload_stops_wherever_it_says_it_ends():
    from django.core.files.uploadhandler import StopUpload

    handler = InMemory()
    handler.new_file("file", "a.pdf", "application/pdf", None)
    piece = b"\0" * 65536
    with pytest.raises(StopUpload):
        for _each in range(200):
            handler.receive_data_chunk(piece, 0)
    assert handler.count <= files.LARGEST + len(piece)
    assert handler.held == []


class Clamd(threading.Thread):
    """Speaks as clamd does on INSTREAM; what holds EICAR is found."""

    def __init__(self, path):
        super().__init__(daemon=True)
        self.server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.server.bind(str(path))
        self.server.listen(1)

    def run(self):
        wire, _address = self.server.accept()
        with wire, wire.makefile("rb") as said:
            assert said.read(10) == b"zINSTREAM\0"
            content = b""
            while size := struct.unpack("!L", said.read(4))[0]:
                content += said.read(size)
            wire.sendall(b"stream: Eicar-Test FOUND\0" if b"EICAR" in content else b"stream: OK\0")
        self.server.close()


@pytest.fixture
def scanner(settings, tmp_path):
    """`scanner()`: a scanner that answers once, listening where the settings say."""
    import tempfile

    folder = tempfile.mkdtemp()  # a socket's path is short
    settings.ADMISSION_SCANNER = f"unix://{folder}/c"

    def start():
        found = Clamd(f"{folder}/c")
        found.start()
        return found

    return start


def test_with_a_scanner_a_document_stays_closed_until_it_was_looked_at(candidacy, candidate, scanner):
    document = documents.add(candidacy, kind="statutes", name="a.pdf", content=PDF)
    assert document.scan == Scan.PENDING
    answer = candidate().get(f"/adherer/dossiers/{candidacy.pk}/documents/{document.pk}/", follow=True)
    assert "analyse antivirus en cours" in answer.content.decode()
    clamd = scanner()
    outbox.deliver_due()
    clamd.join(5)
    document.refresh_from_db()
    assert document.scan == Scan.CLEAN
    assert documents.opened(document, actor=documents.CANDIDATE) == PDF


def test_an_infected_document_is_kept_aside_and_both_sides_are_told(filled, scanner, coordinators, mailoutbox):
    document = documents.add(filled, kind="other", name="a.pdf", content=PDF + b"% EICAR")
    clamd = scanner()
    outbox.deliver_due()
    clamd.join(5)
    outbox.deliver_due()
    document.refresh_from_db()
    assert document.scan == Scan.INFECTED
    with pytest.raises(Conflict, match="virus"):
        documents.opened(document, actor=documents.CANDIDATE)
    assert Event.objects.filter(kind=Kind.DOCUMENT_REFUSED, about="a.pdf").exists()
    told = {each.to[0] for each in mailoutbox if "irus" in each.subject or "document" in each.subject}
    assert told == {"contact@estran.example", *(user.email for user in coordinators)}


def test_a_silent_scanner_leaves_it_closed_and_is_asked_again(candidacy, scanner, caplog):
    document = documents.add(candidacy, kind="statutes", name="a.pdf", content=PDF)
    with pytest.raises(scanning.ScannerSilent):
        documents.scan(document.pk)
    outbox.deliver_due()
    document.refresh_from_db()
    assert document.scan == Scan.PENDING
    assert outbox.OutboxMessage.objects.get(kind=documents.SCAN).failure == "ScannerSilent"


def test_documents_stand_apart_from_what_the_web_serves():
    for served in (settings.MEDIA_ROOT, settings.STATIC_ROOT):
        assert not str(settings.ADMISSION_DIR).startswith(str(served))
