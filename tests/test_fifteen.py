"""The sheets of docs/fifteen.md: how one is laid out, and that they are all there and small."""

import re
from pathlib import Path

import pytest
from PIL import Image, ImageColor

from tests.fifteen.scene import PARTS, picture
from tests.fifteen.sheets import COLUMN, GAP, HEAD, lay_out
from tests.toy_browser import DESKTOP, PHONE

DOCS = Path(__file__).resolve().parent.parent / "docs"
MOST_BYTES = 2_500_000


@pytest.mark.parametrize("number", [4, 15], ids=["one-part", "three-parts"])
def test_before_is_left_now_is_right_and_wide_is_over_narrow(tmp_path: Path, number: int) -> None:
    colours = {"before": ("red", "orange"), "now": ("blue", "green")}
    for side, both in colours.items():
        (tmp_path / side).mkdir()
        for size, colour in zip((DESKTOP, PHONE), both, strict=True):
            page = Image.new("RGB", (size["width"], size["height"]), colour)
            for part in PARTS[number]:
                name = picture(number, "ar", size["width"], "light", part)
                page.save(tmp_path / side / name)

    lay_out(tmp_path / "before", tmp_path / "now", number, "ar", tmp_path)

    with Image.open(tmp_path / f"{number:02}-ar.webp") as sheet:
        seen = sheet.convert("RGB")
    lefts, wide = (GAP + 50, 2 * GAP + COLUMN + 50), HEAD + 50
    narrow = HEAD + round(DESKTOP["height"] * COLUMN / DESKTOP["width"]) + HEAD + 50
    found = [seen.getpixel((left, top)) for top in (wide, narrow) for left in lefts]
    wanted = [ImageColor.getrgb(c) for c in ("red", "blue", "orange", "green")]
    for pixel, near in zip(found, wanted, strict=True):
        assert isinstance(pixel, tuple)
        assert pixel == pytest.approx(near, abs=12)  # WebP is lossy


def test_every_problem_has_its_sheets_and_together_they_are_small() -> None:
    linked = re.findall(r"\]\(fifteen/([^)]+)\)", (DOCS / "fifteen.md").read_text("utf-8"))
    sheets = {path.name: path.stat().st_size for path in (DOCS / "fifteen").iterdir()}

    assert sorted(linked) == [f"{n:02}-{tongue}.webp" for n in PARTS for tongue in ("ar", "en")]
    assert sheets.keys() == set(linked)
    assert sum(sheets.values()) <= MOST_BYTES
