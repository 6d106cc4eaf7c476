"""Sample pictures, drawn here: letters of an invented office, with what cameras and editing
programs write into a file."""

import io

from PIL import Image, ImageDraw, PngImagePlugin

CANARIES = (b"Canary camera", b"canary-comment", b"canary-xmp", b"canary-text", b"GPS")
LETTER = ("Sample Ministry", "Letter no. 12 (invented)", "The ministry takes note of the report.")


def drawn(*lines: str, size: tuple[int, int] = (640, 400)) -> Image.Image:
    image = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(image)
    for n, line in enumerate(lines or LETTER):
        pen.text((40, 40 + 60 * n), line, fill="black", font_size=28)
    return image


def encoded(image: Image.Image, form: str, **how) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **how)
    return out.getvalue()


def telling_jpeg(*lines: str, orientation: int = 1) -> bytes:
    """With EXIF, a place, a small picture, XMP, a comment, a colour profile and a tail."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Canary camera", orientation
    exif.get_ifd(0x8825).update({1: "N", 2: (16.0, 48.0, 0.0), 3: "E", 4: (96.0, 9.0, 0.0)})
    small = encoded(drawn(*lines).resize((60, 40)), "JPEG")
    raw = encoded(
        drawn(*lines),
        "JPEG",
        quality=90,
        exif=exif,
        comment=b"canary-comment",
        xmp=b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>canary-xmp</x:xmpmeta>",
        icc_profile=b"canary-text" * 20,
    )
    return raw + small + b"canary-text"


def telling_png(*lines: str) -> bytes:
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", "canary-text")
    told.add_itxt("XML:com.adobe.xmp", "canary-xmp", zip=False)
    exif = Image.Exif()
    exif[0x010F] = "Canary camera"
    return encoded(drawn(*lines), "PNG", pnginfo=told, exif=exif)


def telling_webp(*lines: str) -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "Canary camera"
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>canary-xmp</x:xmpmeta>"
    return encoded(drawn(*lines), "WEBP", exif=exif, xmp=xmp, icc_profile=b"canary-text" * 20)


def telling_pdf(*lines: str) -> bytes:
    """Who scanned it, with what, and words about it."""
    told = {"author": "canary-text", "creator": "Canary camera", "keywords": "canary-comment"}
    return encoded(drawn(*lines), "PDF", **told) + b"\n% canary-text"


def telling_tiff(*lines: str) -> bytes:
    """Tags for who made it, with what, and words about it."""
    return encoded(
        drawn(*lines),
        "TIFF",
        tiffinfo={271: "Canary camera", 270: "canary-comment", 315: "canary-text"},
        icc_profile=b"canary-text" * 20,
    )
