"""Small plots as inline SVG: no script, no outside file, readable in light and dark."""

from collections.abc import Sequence
from html import escape

__all__ = ["bars", "curve", "waterfall"]

Point = tuple[float, float]
WIDTH, HEIGHT, MARGIN = 460, 300, 48
ROW = 24
LABELS = 190
MOST_DOTS = 30


def _svg(width: float, height: float, title: str, body: str) -> str:
    return (
        f'<svg viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" role="img" '
        f'aria-label="{escape(title)}"><title>{escape(title)}</title>{body}</svg>'
    )


def _text(x: float, y: float, words: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def _line(a: Point, b: Point, kind: str) -> str:
    return f'<line class="{kind}" x1="{a[0]:.1f}" y1="{a[1]:.1f}" x2="{b[0]:.1f}" y2="{b[1]:.1f}"/>'


def bars(title: str, rows: Sequence[tuple[str, float, float, float]]) -> str:
    """Horizontal bars from 0 to 1: (label, value, low, high); low to high is drawn as a whisker."""
    scale = WIDTH - LABELS - 60
    parts = []
    for i, (label, value, low, high) in enumerate(rows):
        y = i * ROW + 4
        middle = y + ROW / 2 - 3
        parts.append(_text(LABELS - 8, middle + 4, label, "end"))
        parts.append(
            f'<rect class="bar" x="{LABELS}" y="{y}" height="{ROW - 8}" '
            f'width="{max(0.0, value) * scale:.1f}"/>'
        )
        ends = (LABELS + low * scale, middle), (LABELS + high * scale, middle)
        parts.append(_line(*ends, "whisker"))
        parts.append(_text(LABELS + scale + 8, middle + 4, f"{value:.2f}"))
    return _svg(WIDTH, len(rows) * ROW + 8, title, "".join(parts))


def curve(
    title: str,
    axes: tuple[str, str],
    points: Sequence[tuple[float, float]],
    diagonal: bool = False,
    sizes: Sequence[int] = (),
) -> str:
    """A curve in the unit square; with `sizes`, dots whose area grows with them instead."""

    def place(point: Point) -> Point:
        x = MARGIN + point[0] * (WIDTH - 2 * MARGIN)
        return x, HEIGHT - MARGIN - point[1] * (HEIGHT - 2 * MARGIN)

    origin, right, top = place((0, 0)), place((1, 0)), place((0, 1))
    parts = [_line(origin, right, "axis"), _line(origin, top, "axis")]
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        across, up = place((tick, 0)), place((0, tick))
        parts.append(_text(across[0], across[1] + 16, f"{tick:g}", "middle"))
        parts.append(_text(up[0] - 8, up[1] + 4, f"{tick:g}", "end"))
    parts.append(_text(WIDTH / 2, HEIGHT - 8, axes[0], "middle"))
    parts.append(_text(MARGIN, MARGIN - 14, axes[1]))
    if diagonal:
        parts.append(_line(origin, place((1, 1)), "ideal"))
    placed = [place(point) for point in points]
    if not sizes:
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in placed)
        parts.append(f'<polyline class="curve" points="{path}"/>')
    crowded = len(placed) > MOST_DOTS and not sizes
    dots = [] if crowded else sizes or [1] * len(placed)
    parts += [
        f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="{2 + size**0.5:.1f}"/>'
        for (x, y), size in zip(placed, dots, strict=False)
    ]
    return _svg(WIDTH, HEIGHT, title, "".join(parts))


def waterfall(title: str, steps: Sequence[tuple[str, float, float]]) -> str:
    """Steps one after the other: (name, median, 95th percentile) in milliseconds.

    A bar begins where the medians before it end; its thin tail reaches to the 95th percentile.
    """
    longest = max(
        (sum(m for _, m, _ in steps[:i]) + p95 for i, (_, _, p95) in enumerate(steps)), default=0
    )
    scale = (WIDTH - LABELS - 20) / (longest or 1)
    parts = []
    begin = 0.0
    for i, (name, median, p95) in enumerate(steps):
        y = i * ROW + 4
        x = LABELS + begin * scale
        parts.append(_text(LABELS - 8, y + 13, f"{name} {median:.0f} / {p95:.0f} ms", "end"))
        width = max(1.0, median * scale)
        parts.append(
            f'<rect class="bar" x="{x:.1f}" y="{y}" width="{width:.1f}" height="{ROW - 8}"/>'
        )
        tail = y + (ROW - 8) / 2
        parts.append(_line((x + median * scale, tail), (x + p95 * scale, tail), "whisker"))
        begin += median
    return _svg(WIDTH, len(steps) * ROW + 8, title, "".join(parts))
