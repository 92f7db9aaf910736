"""Files made for tests: good ones, and those that must be refused."""

import io
import struct
import zlib
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, ZipFile

from docx import Document
from openpyxl import Workbook
from PIL import Image
from PIL.PngImagePlugin import PngInfo

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
EICAR = r"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def saved(document):
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def docx(text="Visits were made."):
    document = Document()
    document.add_paragraph(text)
    return saved(document)


def xlsx(*rows):
    book = Workbook()
    for row in rows or [("Visits", 3)]:
        book.active.append(row)
    return saved(book)


def picture(form, size=(40, 30), **more):
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, form, **more)
    return out.getvalue()


def png(**more):
    return picture("PNG", **more)


def jpg(**more):
    return picture("JPEG", **more)


def told_png():
    """A picture that says who drew it and where."""
    told = PngInfo()
    told.add_text("Author", "zaunkoenig")
    return picture("PNG", pnginfo=told)


def told_jpg():
    exif = Image.Exif()
    exif[0x013B] = "zaunkoenig"  # the artist
    exif[0x8825] = {1: "N", 2: (51.0, 24.0, 0.0)}  # the place
    return picture("JPEG", exif=exif, comment=b"zaunkoenig")


def pdf(*objects, head=b"%PDF-1.7\n", tail=b""):
    """One empty page, and what else the objects say."""
    body = (
        b"1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n"
        b"2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj\n"
        b"3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9]>> endobj\n"
    )
    more = b"".join(
        b"%d 0 obj %s endobj\n" % (n, each) for n, each in enumerate(objects, 4)
    )
    return head + body + more + b"trailer <</Root 1 0 R>>\n%%EOF\n" + tail


def stream(head, content):
    packed = zlib.compress(content)
    return b"<<%s /Filter /FlateDecode /Length %d>> stream\n%s\nendstream" % (
        head,
        len(packed),
        packed,
    )


def with_parts(data, parts, *, how=ZIP_DEFLATED, without=()):
    """The same archive with these parts put in or changed."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as old, ZipFile(out, "w", how) as new:
        for entry in old.infolist():
            if entry.filename not in {*parts, *without}:
                new.writestr(entry.filename, old.read(entry))
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


def part_of(data, name):
    with ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def zipped(**parts):
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def huge_png(side):
    """A picture of so many dots that it says in a few bytes."""

    def chunk(kind, data):
        crc = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc)

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    dots = zlib.compress(bytes((side // 8 + 1) * side), 9)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", dots)
        + chunk(b"IEND", b"")
    )


def lying(data):
    """Says in its directory that everything in it is a few bytes long."""
    at, out = 0, bytearray(data)
    while (at := out.find(b"PK\x01\x02", at)) >= 0:
        out[at + 24 : at + 28] = struct.pack("<I", 10)
        at += 4
    return bytes(out)


ZEROS = b"<a>" + b" " * 120_000_000 + b"</a>"
BIG = with_parts(docx(), {"word/big.xml": ZEROS})
TYPES = "[Content_Types].xml"
RELS = "word/_rels/document.xml.rels"
DOCUMENT = "word/document.xml"


def macro_docx():
    types = part_of(docx(), TYPES).replace(
        b"wordprocessingml.document.main",
        b"wordprocessingml.document.macroEnabled.main",
    )
    return with_parts(docx(), {TYPES: types})


def linked(kind):
    link = (
        b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument'
        b'/2006/relationships/%s" Target="https://example.org/x" TargetMode="External"/>'
    ) % kind
    rels = part_of(docx(), RELS)
    return with_parts(
        docx(), {RELS: rels.replace(b"</Relationships>", link + b"</Relationships>")}
    )


def document_saying(words):
    whole = part_of(docx("HERE"), DOCUMENT)
    return with_parts(docx(), {DOCUMENT: whole.replace(b"<w:t>HERE</w:t>", words)})


def entities(encoding="utf-8"):
    text = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>'
    return with_parts(docx(), {"word/extra.xml": text.encode(encoding)})


def encrypted_zip():
    out = bytearray(docx())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = out.find(mark)
        out[at + place] |= 1
    return bytes(out)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"

# Name, content, and the words of the refusal: all of these are refused.
BAD = {
    # Bombs
    "docx bomb": ("a.docx", lambda: BIG, "expands too far"),
    "docx bomb that lies": ("a.docx", lambda: lying(BIG), "a.docx"),
    "xlsx bomb": (
        "a.xlsx",
        lambda: with_parts(xlsx(), {"xl/big.xml": ZEROS}),
        "expands too far",
    ),
    "zip in a docx": (
        "a.docx",
        lambda: with_parts(docx(), {"word/a.zip": zipped(a=b"b")}),
        "another file",
    ),
    "docx in a docx": (
        "a.docx",
        lambda: with_parts(docx(), {"word/embeddings/a.docx": docx()}),
        "another file",
    ),
    "xlsx in a docx by another name": (
        "a.docx",
        lambda: with_parts(docx(), {"word/a.xml": xlsx()}),
        "another file",
    ),
    "png of a million million dots": (
        "a.png",
        lambda: huge_png(30_000),
        "million dots",
    ),
    "jpeg of too many dots": (
        "a.jpg",
        lambda: jpg(size=(8_000, 6_000)),
        "million dots",
    ),
    "pdf bomb": (
        "a.pdf",
        lambda: pdf(stream(b"", bytes(120_000_000))),
        "expands too far",
    ),
    "pdf bomb in two parts": (
        "a.pdf",
        lambda: pdf(*[stream(b"", bytes(60_000_000))] * 2),
        "expands too far",
    ),
    "larger than 20 MB": ("a.txt", lambda: b"a" * 20_000_001, "larger than 20 MB"),
    # Macros
    "docm": ("a.docm", docx, "of a type that we do not take"),
    "docm called docx": ("a.docx", macro_docx, "has macros"),
    "docx with a VBA part": (
        "a.docx",
        lambda: with_parts(docx(), {"word/vbaProject.bin": b"x"}),
        "has macros",
    ),
    "xlsx with a VBA part": (
        "a.xlsx",
        lambda: with_parts(xlsx(), {"xl/vbaProject.bin": b"x"}),
        "has macros",
    ),
    "xlsx with a macro sheet": (
        "a.xlsx",
        lambda: with_parts(xlsx(), {"xl/macrosheets/s.xml": b"<a/>"}),
        "has macros",
    ),
    "docx with ActiveX": (
        "a.docx",
        lambda: with_parts(docx(), {"word/activeX/a.xml": b"<a/>"}),
        "another file",
    ),
    "docx with an OLE object": (
        "a.docx",
        lambda: with_parts(docx(), {"word/o.dat": OLE + bytes(99)}),
        "another file",
    ),
    "docx with a program": (
        "a.docx",
        lambda: with_parts(docx(), {"word/embeddings/oleObject1.bin": b"MZ"}),
        "another file",
    ),
    "docx with a template from elsewhere": (
        "a.docx",
        lambda: linked(b"attachedTemplate"),
        "from elsewhere",
    ),
    "docx with an object from elsewhere": (
        "a.docx",
        lambda: linked(b"oleObject"),
        "from elsewhere",
    ),
    "docx with a frame from elsewhere": (
        "a.docx",
        lambda: linked(b"frame"),
        "from elsewhere",
    ),
    "docx with a DDE field": (
        "a.docx",
        lambda: document_saying(
            b'<w:instrText>DDEAUTO c:\\\\cmd "/k calc"</w:instrText>'
        ),
        "run other programs",
    ),
    "docx that includes a file": (
        "a.docx",
        lambda: document_saying(
            b"<w:instrText>INCLUDETEXT \\\\server\\a</w:instrText>"
        ),
        "run other programs",
    ),
    "xlsx with links to other workbooks": (
        "a.xlsx",
        lambda: with_parts(xlsx(), {"xl/externalLinks/a.xml": b"<a/>"}),
        "another file",
    ),
    "docx with a definition": ("a.docx", entities, "defines words of its own"),
    "docx with a definition in UTF-16": (
        "a.docx",
        lambda: entities("utf-16"),
        "defines words of its own",
    ),
    "docx with a picture that runs": (
        "a.docx",
        lambda: with_parts(docx(), {"word/media/a.svg": SVG}),
        "a picture that runs",
    ),
    # Passwords and old formats
    "doc": ("a.doc", lambda: OLE + bytes(600), "of a type that we do not take"),
    "doc called docx": (
        "a.docx",
        lambda: OLE + bytes(600),
        "has a password, or is in an old format",
    ),
    "xls called xlsx": (
        "a.xlsx",
        lambda: OLE + b"Workbook" + bytes(600),
        "has a password, or is in an old format",
    ),
    "docx with a password": (
        "a.docx",
        lambda: OLE + "EncryptedPackage".encode("utf-16-le"),
        "has a password",
    ),
    "zip with a password": ("a.docx", encrypted_zip, "a.docx"),
    "pdf with a password": (
        "a.pdf",
        lambda: pdf().replace(b"trailer <<", b"trailer <</Encrypt 9 0 R "),
        "has a password",
    ),
    "pdf with a password, spelt in numbers": (
        "a.pdf",
        lambda: pdf().replace(b"trailer <<", b"trailer <</#45ncrypt 9 0 R "),
        "has a password",
    ),
    # PDF that does something
    "pdf with a script": (
        "a.pdf",
        lambda: pdf(b"<</S /JavaScript /JS (app.alert(1))>>"),
        "holds a script",
    ),
    "pdf with a script, spelt in numbers": (
        "a.pdf",
        lambda: pdf(b"<</S /J#61vaScript /JS (1)>>"),
        "holds a script",
    ),
    "pdf with a script among packed objects": (
        "a.pdf",
        lambda: pdf(stream(b"/Type /ObjStm", b"4 0 <</S /JavaScript>>")),
        "holds a script",
    ),
    "pdf that starts a program": (
        "a.pdf",
        lambda: pdf(b"<</S /Launch /F (cmd.exe)>>"),
        "holds a script",
    ),
    "pdf with a file in it": (
        "a.pdf",
        lambda: pdf(
            b"<</Type /Filespec /EF <<>>>> <</Names <</EmbeddedFiles 5 0 R>>>>"
        ),
        "holds a script",
    ),
    "pdf with a film": (
        "a.pdf",
        lambda: pdf(b"<</Subtype /RichMedia>>"),
        "holds a script",
    ),
    "pdf with a form that sends": (
        "a.pdf",
        lambda: pdf(b"<</S /SubmitForm /F (https://example.org)>>"),
        "holds a script",
    ),
    "pdf with an XFA form": (
        "a.pdf",
        lambda: pdf(b"<</AcroForm <</XFA 5 0 R>>>>"),
        "holds a script",
    ),
    "pdf without an end": ("a.pdf", lambda: b"%PDF-1.7\n1 0 obj", "no end"),
    # Two kinds at once
    "pdf and zip": (
        "a.pdf",
        lambda: pdf(tail=zipped(a=b"b")),
        "beside its own content",
    ),
    "pdf and zip in a comment": (
        "a.pdf",
        lambda: pdf(b"(" + zipped(a=b"b") + b")"),
        "beside its own content",
    ),
    "pdf and web page": (
        "a.pdf",
        lambda: pdf(b"(" + HTML + b")"),
        "beside its own content",
    ),
    "web page, then pdf": ("a.pdf", lambda: HTML + pdf(), "is not a PDF"),
    "pdf and program": (
        "a.pdf",
        lambda: pdf(tail=b"MZ" + bytes(range(1, 99))),
        "beside its own content",
    ),
    "docx with something after it": (
        "a.docx",
        lambda: docx() + HTML,
        "beside its own content",
    ),
    "docx with something before it": (
        "a.docx",
        lambda: HTML + docx(),
        "is not a Word document",
    ),
    "text and pdf": ("a.txt", lambda: b"Notes\n" + pdf(), "beside its own content"),
    "text and zip": ("a.txt", lambda: b"Notes\n" + zipped(a=b"b"), "a.txt"),
    # Pages that run
    "svg": ("a.svg", lambda: SVG, "of a type that we do not take"),
    "svg called png": ("a.png", lambda: SVG, "is not a PNG picture"),
    "svg called txt": ("a.txt", lambda: SVG, "a web page or a script"),
    "html": ("a.html", lambda: HTML, "of a type that we do not take"),
    "html called txt": ("a.txt", lambda: HTML, "a web page or a script"),
    "html called csv": ("a.csv", lambda: HTML, "a web page or a script"),
    "html called pdf": ("a.pdf", lambda: HTML, "is not a PDF"),
    "html in UTF-16": (
        "a.txt",
        lambda: HTML.decode().encode("utf-16"),
        "a web page or a script",
    ),
    "html after much text": (
        "a.txt",
        lambda: b"a" * 90_000 + HTML,
        "a web page or a script",
    ),
    "text with an attribute that runs": (
        "a.txt",
        lambda: b"<img src=x onerror=alert(1)>",
        "a web page or a script",
    ),
    "shell script called txt": ("a.txt", lambda: b"#!/bin/sh\nrm -rf /", "is not text"),
    # Not what they say
    "exe": ("a.exe", lambda: b"MZ" + bytes(99), "of a type that we do not take"),
    "exe called pdf": ("a.pdf", lambda: b"MZ" + bytes(99), "is not a PDF"),
    "exe called txt": ("a.txt", lambda: b"MZ" + bytes(99), "is not text"),
    "pdf called docx": ("a.docx", pdf, "it holds a PDF"),
    "docx called pdf": ("a.pdf", docx, "it holds a Word document"),
    "xlsx called docx": ("a.docx", xlsx, "it holds an Excel workbook"),
    "png called jpg": ("a.jpg", png, "it holds a PNG picture"),
    "zip called docx": ("a.docx", lambda: zipped(a=b"b"), "neither a Word document"),
    "gif called png": ("a.png", lambda: picture("GIF"), "is not a PNG picture"),
    "tiff called jpg": ("a.jpg", lambda: picture("TIFF"), "is not a JPEG picture"),
    "rtf called txt": ("a.txt", lambda: b"{\\rtf1 }", "is not text"),
    "zip": ("a.zip", lambda: zipped(a=b"b"), "of a type that we do not take"),
    "no ending": ("report", docx, "of a type that we do not take"),
    "two endings": ("report.pdf.exe", pdf, "of a type that we do not take"),
    "a name written backwards": ("report\u202efdp.exe.pdf", pdf, "hide what it is"),
    "a name with a line in it": ("a\n.pdf", pdf, "hide what it is"),
    # Damaged
    "nothing": ("a.pdf", lambda: b"", "is empty"),
    "half a docx": ("a.docx", lambda: docx()[:2000], "is damaged"),
    "half a png": ("a.png", lambda: png(size=(400, 300))[:200], "is damaged"),
    "png of noise": ("a.png", lambda: b"\x89PNG\r\n\x1a\n" + bytes(99), "is damaged"),
    "jpeg of noise": ("a.jpg", lambda: b"\xff\xd8\xff" + bytes(99), "is damaged"),
    "docx of another packing": (
        "a.docx",
        lambda: with_parts(docx(), {}, how=ZIP_BZIP2),
        "packed in an unusual way",
    ),
    "text with NUL": ("a.txt", lambda: b"a\0b", "is not text"),
    "csv with a quote left open": ("a.csv", lambda: b'a,"b', "is not proper CSV"),
}

GOOD = {
    "report.pdf": pdf,
    "REPORT.PDF": lambda: pdf(stream(b"", b"BT (Hello) Tj ET")),
    "a.docx": docx,
    "a.xlsx": xlsx,
    "stored.docx": lambda: with_parts(docx(), {}, how=ZIP_STORED),
    "linked.docx": lambda: linked(b"hyperlink"),
    "a.csv": lambda: b"Name,Visits\r\nA,3\r\n",
    "a.txt": "Visits were made. Ŵ – “yes” 3 < 4".encode,
    "windows.txt": lambda: "“Yes” – 3 £".encode("cp1252"),
    "wide.txt": lambda: "Visits".encode("utf-16"),
    "a.png": png,
    "a.jpg": jpg,
    "a.jpeg": jpg,
}
