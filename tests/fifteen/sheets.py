"""Sheets of the fifteen problems: before on the left, now on the right, 1280 over 390 pixels."""

from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from tests.fifteen.scene import PARTS, picture
from tests.toy_browser import DESKTOP, PHONE

__all__ = ["lay_out"]

SHARES = {DESKTOP["width"]: 0.5, PHONE["width"]: 0.65}
"""How much of its size is left to a picture of each width."""
COLUMN, GAP, HEAD = round(DESKTOP["width"] * SHARES[DESKTOP["width"]]), 24, 40
PAPER, LINE, INK = "#e7e2d8", "#8d867a", "#1f1c18"
QUALITY = 45


def lay_out(before: Path, now: Path, number: int, language: str, into: Path) -> None:
    """Write 04-ar.webp from the light pictures of both folders."""
    blocks = [
        _row([folder / picture(number, language, width, "light", part) for folder in (before, now)])
        for part in PARTS[number]
        for width in SHARES
    ]
    height = sum(block.height + HEAD for block in blocks) + GAP
    sheet = Image.new("RGB", (2 * COLUMN + 3 * GAP, height), PAPER)
    draw, top = ImageDraw.Draw(sheet), 0
    names = [
        f"{width} px{f', {part}' if part else ''}" for part in PARTS[number] for width in SHARES
    ]
    for block, name in zip(blocks, names, strict=True):
        for left, side in ((GAP, "before"), (2 * GAP + COLUMN, "now")):
            font = ImageFont.load_default(size=20)
            draw.text((left, top + 10), f"{number} {side}, {name}", fill=INK, font=font)
        sheet.paste(block, (0, top + HEAD))
        top += HEAD + block.height
    sheet.save(into / f"{number:02}-{language}.webp", quality=QUALITY, method=4)


def _row(files: Sequence[Path]) -> Image.Image:
    """Pictures of one width, side by side, each framed."""
    pictures = [_scaled(file) for file in files]
    row = Image.new("RGB", (2 * COLUMN + 3 * GAP, max(p.height for p in pictures)), PAPER)
    for place, scaled in enumerate(pictures):
        left = GAP + place * (COLUMN + GAP)
        row.paste(scaled, (left, 0))
        box = (left, 0, left + scaled.width - 1, scaled.height - 1)
        ImageDraw.Draw(row).rectangle(box, outline=LINE)
    return row


def _scaled(file: Path) -> Image.Image:
    with Image.open(file) as found:
        share = SHARES[found.width]
        size = round(found.width * share), round(found.height * share)
        return found.convert("RGB").resize(size, Image.Resampling.LANCZOS)
