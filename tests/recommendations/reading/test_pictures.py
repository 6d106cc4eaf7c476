"""Pictures are painted anew: what is seen stays, and nothing else comes out of the child."""

import io
import struct
import zlib
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from recommendations.errors import Unreadable
from recommendations.reading.bare import NotBare, bare
from recommendations.reading.pictures import LONGEST, WHY, repainted
from tests.sample_pictures import CANARIES, drawn, encoded, telling_jpeg, telling_png

SOURCES = Path(__file__).parents[2] / "gold" / "sources"


def opened(raw: bytes) -> Image.Image:
    return Image.open(io.BytesIO(raw))


@pytest.mark.parametrize("telling", [telling_jpeg, telling_png])
def test_nothing_but_what_is_seen_is_left_of_a_picture(telling) -> None:
    raw = telling()
    assert [word for word in CANARIES if word in raw], "the sample tells something"
    with pytest.raises(NotBare):
        bare(raw)
    (picture,) = repainted(raw, "sample")
    assert not [word for word in CANARIES if word in picture.raw]
    seen = opened(picture.raw)
    assert set(seen.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert not seen.getexif()
    assert repainted(raw, "sample") == (picture,)
    darkest, lightest = seen.convert("L").getextrema()
    assert darkest < 60
    assert lightest > 240
    assert seen.size == opened(raw).size == (picture.width, picture.height)


def test_a_photograph_taken_sideways_stands_upright_and_is_no_larger_than_it_is_read() -> None:
    (upright,) = repainted(telling_jpeg(orientation=6))
    assert (upright.width, upright.height) == (400, 640)
    noise = Image.effect_noise((2800, 1400), 60)
    (smaller,) = repainted(encoded(noise, "JPEG"))
    assert (smaller.width, smaller.height) == (LONGEST, 1200)
    assert smaller.media == "image/jpeg"


@pytest.mark.deep
@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16", "F"])
def test_every_way_of_keeping_dots_is_read(mode: str) -> None:
    (picture,) = repainted(encoded(drawn().convert("L").convert(mode), "TIFF"))
    darkest, lightest = opened(picture.raw).convert("L").getextrema()
    assert (picture.width, picture.height) == (640, 400)
    assert darkest <= lightest


def test_the_pages_of_a_scanner_are_pages_and_a_moving_picture_is_none() -> None:
    pages = [drawn(f"Page {n}") for n in (1, 2, 3)]
    for form in ("TIFF", "PDF"):
        scanned = repainted(encoded(pages[0], form, save_all=True, append_images=pages[1:]))
        assert len({picture.sha256 for picture in scanned}) == 3
    moving = encoded(pages[0], "PNG", save_all=True, append_images=pages[1:])
    with pytest.raises(Unreadable, match="moving picture"):
        repainted(moving)


def test_a_page_of_a_pdf_is_painted_as_it_is_seen() -> None:
    """Words that are set on it as well, in letters that the file does not bring."""
    (page,) = repainted((SOURCES / "sample-report.pdf").read_bytes())[:1]
    assert max(page.width, page.height) == LONGEST
    darkest, lightest = opened(page.raw).convert("L").getextrema()
    assert (darkest < 60, lightest) == (True, 255)


def test_what_is_no_picture_is_refused_in_one_sentence() -> None:
    whole = encoded(drawn(), "JPEG")
    for raw, sentence in (
        (b"", "is empty"),
        (b"%PDF-1.7 sample", WHY["broken"]),
        (locked_pdf(), WHY["locked"]),
        (b"\0\0\0\x18ftypheic", "HEIC"),
        (b"Sample: a text", WHY["broken"]),
        (whole[: len(whole) // 2], WHY["broken"]),
        (bomb(20_000, 20_000), "50 million dots"),
        (encoded(drawn(), "GIF"), "is a GIF picture; open it and save it as PNG"),
        (encoded(drawn(), "BMP"), "is a BMP picture; open it and save it as PNG"),
        (b"<?xml version='1.0'?><svg xmlns='x'></svg>", "is a drawing"),
    ):
        with pytest.raises(Unreadable, match=r"sample\.jpg") as refused:
            repainted(raw, "sample.jpg")
        assert sentence in str(refused.value)


def locked_pdf() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(encoded(drawn(), "PDF"))) as sample:
        sample.save(out, encryption=pikepdf.Encryption(owner="sample", user="sample"))
    return out.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A small file that says it is a large picture."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = zlib.compress(bytes(width + 1), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def test_whatever_stands_beside_the_dots_is_found() -> None:
    jpeg, png = encoded(drawn(), "JPEG"), encoded(drawn(), "PNG")
    assert (bare(jpeg).media, bare(png).media) == ("image/jpeg", "image/png")
    for telling in (
        jpeg + b"tail",
        png + b"tail",
        jpeg[:2] + b"\xff\xfe\x00\x08sample" + jpeg[2:],
        encoded(drawn(), "JPEG", comment=b"sample"),
        encoded(drawn(), "PNG", icc_profile=b"sample"),
        encoded(drawn(), "PNG", dpi=(72, 72)),
        jpeg[:-2],
        png[:-12],
        b"GIF89a",
        b"",
    ):
        with pytest.raises(NotBare):
            bare(telling)
