"""What a file says, to whoever unpacks it and looks at what it is made of."""

from io import BytesIO
from zipfile import ZipFile, is_zipfile

from pypdf import PdfReader


def says(data):
    """The words in it: of a workbook or a document its parts, of a PDF its pages."""
    if data.startswith(b"%PDF"):
        return _pdf(data)
    if is_zipfile(BytesIO(data)):
        with ZipFile(BytesIO(data)) as parts:
            each = (parts.read(name) for name in parts.namelist())
            return "\n".join([*parts.namelist(), *map(_decoded, each)])
    return _decoded(data)


def _decoded(data):
    return data.decode(errors="ignore").replace("\r\n ", "")  # an .ics folds its lines


def _pdf(data):
    reader = PdfReader(BytesIO(data))
    return "\n".join(
        [str(reader.metadata), *(page.extract_text() for page in reader.pages)]
    )
