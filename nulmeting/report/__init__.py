"""Report: one board's document as blocks, for every paper and screen alike.

`blocks` is what a document is made of, `document` says for whom there is one. `board` writes the board's own, whose chapters are in
`asked`, `answers`, `talk`, `changes`, `support`, `checklists` and `method`; `shared` is what may leave it, and of that alone
`supervisors`, `council` and `yearly` write, with what they say alike in `told` and what there is to ask in `asking`. `sector` is what is
written about many boards, `html` sets a document in a notebook's output or on a page. The exporters set the same blocks on pages (PDF)
and in Word. Everybody else imports from here.
"""

from nulmeting.report.blocks import (
    MIME,
    Block,
    Bullets,
    Card,
    Document,
    Facts,
    Figure,
    Heading,
    Paragraph,
    Table,
    as_json,
    from_json,
)
from nulmeting.report.checklists import alone
from nulmeting.report.document import VARIANTS, document
from nulmeting.report.html import as_html, as_page
from nulmeting.report.parts import as_figure
from nulmeting.report.sector import sector_document, sector_rows

__all__ = [
    "MIME", "VARIANTS", "Block", "Bullets", "Card", "Document", "Facts", "Figure", "Heading", "Paragraph", "Table", "alone", "as_figure",
    "as_html", "as_json", "as_page", "document", "from_json", "sector_document", "sector_rows",
]
