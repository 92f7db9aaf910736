"""What may be sent, how large, and what is said of the rest."""

from dataclasses import dataclass

MB = 1_000_000
MOST_BYTES, MOST_UNPACKED, MOST_PIXELS, MOST_FILES = 20 * MB, 100 * MB, 40_000_000, 10
MEMORY, SECONDS = 512 * 1024 * 1024, 20  # of the process that looks at a file
LONGEST_NAME = 150
NOBODY = "nobody"  # who scanned it, in a demo


@dataclass(frozen=True)
class Kind:
    """One type that we take. `shown` is what a browser may show in its own window."""

    words: str
    mime: str
    extensions: tuple[str, ...]
    shown: bool = False


OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS = {
    "pdf": Kind("a PDF", "application/pdf", ("pdf",), shown=True),
    "docx": Kind("a Word document", f"{OFFICE}.wordprocessingml.document", ("docx",)),
    "xlsx": Kind("an Excel workbook", f"{OFFICE}.spreadsheetml.sheet", ("xlsx",)),
    "csv": Kind("a CSV table", "text/csv; charset=utf-8", ("csv",)),
    "txt": Kind("a plain text", "text/plain; charset=utf-8", ("txt",)),
    "png": Kind("a PNG picture", "image/png", ("png",), shown=True),
    "jpg": Kind("a JPEG picture", "image/jpeg", ("jpg", "jpeg"), shown=True),
}
EXTENSIONS = {ext: kind for kind, each in KINDS.items() for ext in each.extensions}
WE_TAKE = (
    "We take PDF, Word (.docx), Excel (.xlsx), CSV, plain text, PNG and JPEG, "
    f"{MOST_BYTES // MB} MB at most."
)
HIDDEN = frozenset(
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u200e\u200f"
)


def extension(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def trouble_with_name(name: str) -> str:
    """Why a file of this name is not even looked at; nothing if it is."""
    if HIDDEN & set(name) or any(ord(letter) < ord(" ") for letter in name):
        return (
            "Its name holds characters that hide what it is. Rename it, and send that."
        )
    if extension(name) not in EXTENSIONS:
        return f"“{name}” is of a type that we do not take. {WE_TAKE}"
    return ""


def accepts() -> str:
    """For the browser's own file chooser."""
    return ",".join(f".{ext}" for ext in EXTENSIONS)


def said_size(size: int) -> str:
    return f"{size / MB:.1f} MB" if size >= MB else f"{max(1, size // 1000)} kB"
