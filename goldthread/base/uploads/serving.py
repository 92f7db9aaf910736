"""The answer that carries a file. A browser shows pictures and PDF, and runs nothing."""

import csv
import io

from django.http import HttpResponse

from goldthread.base.tables import quoted
from goldthread.base.uploads.models import Upload
from goldthread.base.uploads.rules import KINDS

POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"


def response(upload: Upload, *, show: bool) -> HttpResponse:
    data = bytes(upload.content.data)
    if upload.kind == "csv":
        data = calmed(data)
    how = "inline" if show and upload.shown else "attachment"
    return HttpResponse(
        data,
        content_type=KINDS[upload.kind].mime,
        headers={
            "Content-Disposition": f'{how}; filename="{upload.filename}"',
            "Content-Security-Policy": POLICY,
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cache-Control": "no-store",
        },
    )


def calmed(data: bytes) -> bytes:
    """Somebody else's CSV as ours is written: no cell of it runs as a formula."""
    rows = csv.reader(io.StringIO(data.decode(), newline=""))
    text = io.StringIO(newline="")
    csv.writer(text).writerows([quoted(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")
