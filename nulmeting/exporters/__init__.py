"""Exporters: a notebook that holds a document, as a web page, PDF and Word: `jupyter nbconvert --to nulmeting-html` (`-pdf`, `-word`).

`page` sets the blocks on one web page, `pdf` on A4 with typst, `word` makes headings, paragraphs and tables of them with python-docx: in
a `look`, ours or a consultant's, and with a `frame` on every page. All are registered with nbconvert (pyproject.toml).
"""

from nulmeting.exporters.page import PageExporter
from nulmeting.exporters.pdf import PDFExporter, as_pdf
from nulmeting.exporters.word import WordExporter, as_word, check_house_style

__all__ = ["PDFExporter", "PageExporter", "WordExporter", "as_pdf", "as_word", "check_house_style"]
