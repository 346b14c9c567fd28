"""Charts: every figure of a board, with a title that says the finding, the same in words, and its numbers as a table.

A chart is laid out here in plain values, so that its size, words and numbers are known without matplotlib; matplotlib draws it when
somebody wants to see it, once and the same for screen and paper: on paper as wide as a page, on a phone narrow with labels above.
Lengths are in pixels of the screen, which are points on paper; y runs downwards.

`marks` is what can be on a sheet, `measure` how much room a text takes, `sheet` the surface that is drawn on, `layout` makes a chart of
it at both widths. `axis` and `rows` are shared by the charts of domains, `phrases` by whoever names something. `domains`, `radar`,
`items`, `sides`, `types`, `people`, `gaps` and `sector` are a chart each, `story` has them in order; `overtime` compares two rounds.
`distribution` and `shares` show many boards together.
`draw` makes a picture of it. Everybody else imports from here.
"""

from nulmeting.charts.distribution import count_text, distribution, spread_cells
from nulmeting.charts.domains import of_means
from nulmeting.charts.draw import figure, png, svg
from nulmeting.charts.gaps import gap_rows
from nulmeting.charts.layout import Chart
from nulmeting.charts.marks import FONT, Dot, Drawing, Stroke, Text
from nulmeting.charts.measure import wide, wrapped
from nulmeting.charts.overtime import rounds
from nulmeting.charts.phrases import beside, domain_name, item_name, known_text, mean_row
from nulmeting.charts.shares import shares
from nulmeting.charts.sheet import NARROW, WIDE
from nulmeting.charts.story import IDS, chart, charts

__all__ = [
    "FONT", "IDS", "NARROW", "WIDE", "Chart", "Dot", "Drawing", "Stroke", "Text", "beside", "chart", "charts", "count_text", "distribution",
    "domain_name", "figure", "gap_rows", "item_name", "known_text", "mean_row", "of_means", "png", "rounds", "shares", "spread_cells", "svg", "wide",
    "wrapped",
]
