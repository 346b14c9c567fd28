"""Draw: a chart as SVG or PNG, the same for screen and paper. matplotlib is loaded here, when somebody wants to see one."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from nulmeting.charts.layout import Chart
from nulmeting.charts.marks import FONT, PAPER, Dot, Drawing, Text

_FONTS = Path(__file__).parent.parent / "fonts"
_FACES = {400: "Regular", 600: "SemiBold", 700: "Bold"}


def svg(chart: Chart, *, narrow: bool = False) -> str:
    """The drawing as SVG with real text, the same bytes every time; its ids begin with that of the chart. Empty without a drawing.

    `width` and `height` are pixels on a screen; text is set in `FONT`, which has to be at hand where it is shown.
    """
    drawing = chart.narrow if narrow else chart.wide
    if drawing is None:
        return ""
    import matplotlib
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    buffer = io.StringIO()
    # Whatever stands in the rc file of whoever runs this: text stays text, and names of patterns are the same every time.
    rules: Any = {"svg.fonttype": "none", "svg.hashsalt": "nulmeting", "hatch.linewidth": 0.8, "path.simplify": False}
    with matplotlib.rc_context(rules), _quietly():
        canvas: Any = FigureCanvasSVG(figure(drawing))
        canvas.print_svg(buffer, metadata={"Date": None})
    whole = buffer.getvalue()
    # matplotlib's own head has a style for every element of whatever page it lands in; ours says the same for the drawing alone.
    body = whole[whole.index('<g id="figure_1">') : whole.rindex("</svg>")]
    # Only inside tags: in a text every < and > is escaped, so whatever a text says stays as it is.
    body = re.sub(r"<[^>]*>", lambda tag: re.sub(r'(\bid="|url\(#|href="#)', rf"\g<1>{chart.id}-", tag[0]), body)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{drawing.width:g}" height="{drawing.height:g}" '
        f'viewBox="0 0 {drawing.width:g} {drawing.height:g}" stroke-linejoin="round" stroke-linecap="butt">{body.strip()}</svg>'
    )


def png(chart: Chart, *, narrow: bool = False, scale: float = 2.0) -> bytes:
    """The same drawing as an image on white, `scale` dots a pixel, for what cannot show SVG. Empty without a drawing."""
    drawing = chart.narrow if narrow else chart.wide
    if drawing is None:
        return b""
    import matplotlib
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    buffer = io.BytesIO()
    with matplotlib.rc_context({"hatch.linewidth": 0.8}), _quietly():
        canvas: Any = FigureCanvasAgg(figure(drawing, scale, PAPER))
        canvas.print_png(buffer, metadata={"Software": None})
    return buffer.getvalue()


@contextmanager
def _quietly() -> Iterator[None]:
    """A sign that our font lacks, in a title of a consultant, is drawn as a box or by the reader's own font: nothing to tell a board."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        yield


def figure(drawing: Drawing, scale: float = 1.0, ground: str | None = None) -> Any:
    """The matplotlib figure of a drawing: one artist a mark, on no axes at all; those would cost ten times as much."""
    from matplotlib.figure import Figure
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path as Outline
    from matplotlib.text import Text as Label
    from matplotlib.transforms import Affine2D

    made = Figure(figsize=(drawing.width / 72, drawing.height / 72), dpi=72 * scale, facecolor=ground or "none", edgecolor="none")
    made.patch.set_visible(ground is not None)
    place = Affine2D().scale(1 / 72, -1 / 72).translate(0, drawing.height / 72) + made.dpi_scale_trans
    for mark in drawing.marks:
        artist: Any
        if isinstance(mark, Text):
            # What a person typed is no formula, whatever signs are in it.
            artist = Label(mark.x, mark.y, mark.text, color=mark.colour, fontproperties=_font(mark.size, mark.weight), parse_math=False,
                           ha={"start": "left", "middle": "center", "end": "right"}[mark.anchor], va="baseline")
        elif isinstance(mark, Dot):
            artist = PathPatch(_outline(mark), facecolor=PAPER if mark.open else mark.colour, edgecolor=mark.colour if mark.open else PAPER,
                               linewidth=2.5 if mark.open else 1.2)
        else:
            # matplotlib counts dashes in widths of the line; we mean pixels.
            dash = (0, tuple(part / mark.thick for part in mark.dash)) if mark.dash else "-"
            artist = PathPatch(Outline(mark.points + mark.points[:1] if mark.closed else mark.points, closed=mark.closed),
                               facecolor=mark.fill or "none", edgecolor=mark.line or "none", linewidth=mark.thick if mark.line else 0,
                               linestyle=dash, hatch=mark.hatch or None, capstyle="butt")
        artist.set_transform(place)
        artist.set_zorder(1)
        made.add_artist(artist, clip=False)
    return made


def _outline(dot: Dot) -> Any:
    from matplotlib.path import Path as Outline

    if dot.shape == "circle":
        return Outline.circle((dot.x, dot.y), dot.radius)
    reach = dot.radius
    corners = [(-reach, -reach), (reach, -reach), (reach, reach), (-reach, reach)] if dot.shape == "square" else [
        (0, -reach * 1.25), (reach * 1.25, 0), (0, reach * 1.25), (-reach * 1.25, 0)]
    points = [(dot.x + x, dot.y + y) for x, y in corners]
    return Outline([*points, points[0]], closed=True)


@lru_cache
def _font(size: float, weight: int) -> Any:
    from matplotlib.font_manager import FontProperties, fontManager

    file = _FONTS / f"{FONT.replace(' ', '')}-{_FACES[weight]}.ttf"
    if not any(known.fname == str(file) for known in fontManager.ttflist):
        fontManager.addfont(file)
    return FontProperties(family=[FONT], fname=str(file), weight=weight, size=size)
