"""The child that paints pictures anew: confined, one file. Only what is seen comes out.

`python -m recommendations.reading.repainting WHAT LIMIT_MIB SECONDS`; a job is the bytes of a
picture or a PDF, its answer one frame of JSON with the length of each picture, and the pictures.
"""

import io
import sys
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module

from PIL import Image, ImageOps, ImageSequence

from recommendations.confined.inside import answering, as_frame, confine, limit
from recommendations.reading.pictures import LONGEST, MOST_AT_ONCE, MOST_DOTS, Unfit
from recommendations.reading.reader import NATIVE, UNUSED

READ = ("JPEG", "PNG", "WEBP", "TIFF")
QUALITY = 88


Opened = Callable[[bytes], Iterator[Image.Image]]


def main(what: str, limit_mib: int, seconds: int) -> None:
    Image.MAX_IMAGE_PIXELS = MOST_DOTS // 2  # twice as many are an error there
    warnings.simplefilter("ignore")
    Image.init()
    opened = opening(what)
    confine("a painter", ("recommendations",), NATIVE if what == "PDF" else UNUSED)
    limit(limit_mib, seconds=seconds, writes=False)
    answering(partial(work, opened), frames=1, give_up=seconds + 10, opens=what != "PDF")


def opening(what: str) -> Opened:
    """What only a PDF needs is loaded for one alone, before the doors are shut."""
    if what != "PDF":
        return _pictures
    sheets = import_module("recommendations.reading.sheets")
    sheets.prepare()
    return lambda raw: map(_painted, sheets.sheets(raw))


def work(opened: Opened, job: list[bytes]) -> list[bytes]:
    try:
        painted = [_encoded(picture) for picture in opened(job[0])]
        return [as_frame({"lengths": [len(one) for one in painted]}), b"".join(painted)]
    except Unfit as unfit:
        return [as_frame({"unfit": str(unfit)}), b""]
    except (Image.DecompressionBombError, MemoryError):
        return [as_frame({"unfit": "large"}), b""]
    except Exception:
        # Whatever a stranger's bytes do to a decoder, the answer is one sentence.
        return [as_frame({"unfit": "broken"}), b""]


def _pictures(raw: bytes) -> Iterator[Image.Image]:
    """One, or the pages of a scanner's TIFF. What a telephone keeps beside its picture is
    left where it is."""
    image = Image.open(io.BytesIO(raw), formats=READ)
    count = getattr(image, "n_frames", 1)
    if count > 1 and image.format in {"PNG", "WEBP"}:
        raise Unfit("moving")
    if image.format != "TIFF":
        yield _painted(image)
        return
    if count > MOST_AT_ONCE:
        raise Unfit("pages")
    for page in ImageSequence.Iterator(image):
        yield _painted(page)


def _painted(image: Image.Image) -> Image.Image:
    """Upright, no larger than a page is read, on white, and without anything beside it."""
    if image.width * image.height > MOST_DOTS or min(image.size) < 1:
        raise Unfit("large")
    image.draft("RGB", (LONGEST, LONGEST))
    seen = _in_plain_colours(image)
    seen.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    seen = ImageOps.exif_transpose(seen)
    clear = seen.convert("RGBA") if seen.mode == "LA" else seen
    paper = Image.new("L" if clear.mode == "L" else "RGB", clear.size, "white")
    paper.paste(clear, mask=clear.getchannel("A") if clear.mode == "RGBA" else None)
    return paper


def _in_plain_colours(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda dot: dot / 256).convert("L")
    if image.mode in {"1", "F"}:
        return image.convert("L")
    if image.mode in {"RGB", "RGBA", "L", "LA"}:
        image.load()
        return image
    clear = image.mode in {"P", "PA"} or "transparency" in image.info
    return image.convert("RGBA" if clear else "RGB")


def _encoded(paper: Image.Image) -> bytes:
    """A drawing or a screenshot is smaller and sharper as PNG, a photograph as JPEG."""
    forms = [_saved(paper, "PNG", optimize=True), _saved(paper, "JPEG", quality=QUALITY)]
    return min(forms, key=len)


def _saved(paper: Image.Image, form: str, **how: int) -> bytes:
    out = io.BytesIO()
    paper.save(out, form, **how)
    return out.getvalue()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
