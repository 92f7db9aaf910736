"""Pictures: drawn anew, so that nothing but their dots is kept."""

import io
import warnings

from goldthread.base.uploads.looking.refusing import damaged, refused
from goldthread.base.uploads.rules import MB, MOST_PIXELS


def redrawn(data: bytes, name: str, form: str) -> bytes:
    """The same dots, drawn anew: no place, no camera, no author, nothing hidden."""
    from PIL import Image, ImageOps  # noqa: PLC0415  only whoever sends one waits for it

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error")
    try:
        with Image.open(io.BytesIO(data), formats=[form]) as found:
            upright = ImageOps.exif_transpose(found)
            plain = upright.convert(_mode(upright.mode, form))
            plain.info = {}
            out = io.BytesIO()
            plain.save(out, form, **({"quality": 90} if form == "JPEG" else {}))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise refused(
            f"{name} has more than {MOST_PIXELS // MB} million dots.",
            "Make it smaller.",
        ) from error
    except Exception as error:  # whatever its decoders raise
        raise damaged(name) from error
    return out.getvalue()


def _mode(mode: str, form: str) -> str:
    if form == "JPEG":
        return "L" if mode == "L" else "RGB"
    return "RGBA" if mode in {"RGBA", "LA", "P", "PA"} else "RGB"


def png(data: bytes, name: str) -> bytes:
    return redrawn(data, name, "PNG")


def jpg(data: bytes, name: str) -> bytes:
    return redrawn(data, name, "JPEG")
