"""Draw: a chart as SVG or PNG, the same for screen and paper. matplotlib is loaded here, when somebody wants to see one."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from nulmeting.charts.layout import Chart
from nulmeting.charts.marks import FONT, PAPER, Dot, Drawing, Stroke, Text

_FONTS = Path(__file__).parent.parent / "fonts"
_FACES = {400: "Regular", 600: "SemiBold", 700: "Bold"}
_ANCHORS = {"start": "left", "middle": "center", "end": "right"}
_RULES: Any = {"hatch.linewidth": 0.8}


def svg(chart: Chart, *, narrow: bool = False) -> str:
    """The drawing as SVG with real text, the same bytes every time; its ids are of this chart alone. Empty without a drawing.

    `width` and `height` are pixels on a screen; text is set in `FONT`, which has to be at hand where it is shown.
    """
    drawing = chart.narrow if narrow else chart.wide
    if drawing is None:
        return ""
    import matplotlib
    from matplotlib.backends.backend_svg import RendererSVG

    buffer = io.StringIO()
    # Whatever stands in the rc file of whoever runs this: text stays text, and names of patterns are the same every time, a chart's own.
    rules: Any = {**_RULES, "svg.fonttype": "none", "svg.hashsalt": f"nulmeting-{chart.id}"}
    with matplotlib.rc_context(rules):
        renderer: Any = RendererSVG(drawing.width, drawing.height, buffer, metadata={"Date": None})    # type: ignore[no-untyped-call]
        _paint(renderer, drawing)
        renderer.finalize()
    whole = buffer.getvalue()
    # matplotlib's own head has a style for every element of whatever page it lands in; ours says the same for the drawing alone.
    body = whole[whole.index("</defs>") + len("</defs>") : whole.rindex("</svg>")]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{drawing.width:g}" height="{drawing.height:g}" '
        f'viewBox="0 0 {drawing.width:g} {drawing.height:g}" stroke-linejoin="round" stroke-linecap="butt">{body.strip()}</svg>'
    )


def _paint(renderer: Any, drawing: Drawing) -> None:
    """Every mark straight on matplotlib's SVG writer, without a figure and an artist a mark, which cost five times as much."""
    from matplotlib.colors import to_rgba
    from matplotlib.text import Text as Label
    from matplotlib.transforms import Affine2D, IdentityTransform

    # The writer counts upwards, as matplotlib does.
    place, height = Affine2D().scale(1, -1).translate(0, drawing.height), drawing.height
    label: Any = Label(transform=IdentityTransform())
    for mark in drawing.marks:
        pen = renderer.new_gc()
        if isinstance(mark, Text):
            pen.set_foreground(to_rgba(mark.colour), isRGBA=True)
            # The label says how the text is anchored; whoever shows it knows its width.
            label.set_horizontalalignment(_ANCHORS[mark.anchor])
            label.set_position((mark.x, height - mark.y))
            renderer.draw_text(pen, mark.x, mark.y, mark.text, _font(mark.size, mark.weight), 0, False, label)
            continue
        shape = _shape(mark)
        pen.set_linewidth(shape.thick)
        pen.set_foreground(to_rgba(shape.line), isRGBA=True)
        pen.set_joinstyle("miter")
        if shape.dash:
            pen.set_dashes(0, shape.dash)
        if shape.hatch:
            pen.set_hatch(shape.hatch)
            pen.set_hatch_color(to_rgba(shape.line))
        renderer.draw_path(pen, shape.outline, place, to_rgba(shape.fill) if shape.fill else None)


def png(chart: Chart, *, narrow: bool = False, scale: float = 2.0) -> bytes:
    """The same drawing as an image on white, `scale` dots a pixel, for what cannot show SVG. Empty without a drawing."""
    drawing = chart.narrow if narrow else chart.wide
    if drawing is None:
        return b""
    import matplotlib
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    buffer = io.BytesIO()
    with matplotlib.rc_context(_RULES), _quietly():
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
                           ha=_ANCHORS[mark.anchor], va="baseline")
        else:
            shape = _shape(mark)
            # matplotlib counts dashes in widths of the line; we mean pixels.
            dash = (0, tuple(part / shape.thick for part in shape.dash)) if shape.dash else "-"
            artist = PathPatch(shape.outline, facecolor=shape.fill or "none", edgecolor=shape.line, linewidth=shape.thick, linestyle=dash,
                               hatch=shape.hatch or None, capstyle="butt")
        artist.set_transform(place)
        artist.set_zorder(1)
        made.add_artist(artist, clip=False)
    return made


class _Shape(NamedTuple):
    """A stroke or a dot as matplotlib draws it: an outline, what is inside, and the line around it."""

    outline: Any
    fill: str | None
    line: str
    thick: float
    dash: tuple[float, ...] = ()
    hatch: str = ""


def _shape(mark: Stroke | Dot) -> _Shape:
    from matplotlib.path import Path as Outline

    if isinstance(mark, Dot):
        inside, around = (PAPER, mark.colour) if mark.open else (mark.colour, PAPER)
        return _Shape(_outline(mark), inside, around, 2.5 if mark.open else 1.2)
    return _Shape(Outline(mark.points + mark.points[:1] if mark.closed else mark.points, closed=mark.closed),
                  mark.fill, mark.line or "none", mark.thick if mark.line else 0, mark.dash, mark.hatch)


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
