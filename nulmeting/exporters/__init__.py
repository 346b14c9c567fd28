"""Exporters: a notebook that holds a document, as PDF and as Word: `jupyter nbconvert --to nulmeting-pdf` and `--to nulmeting-word`.

`pdf` sets the blocks on pages with typst, `word` makes headings, paragraphs and tables of them with python-docx: in a `look`, ours or a
consultant's, and with a `frame` on every page. Both are registered with nbconvert (pyproject.toml).
"""

from nulmeting.exporters.pdf import PDFExporter, as_pdf
from nulmeting.exporters.word import WordExporter, as_word, check_house_style

__all__ = ["PDFExporter", "WordExporter", "as_pdf", "as_word", "check_house_style"]
