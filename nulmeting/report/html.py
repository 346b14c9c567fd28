"""HTML: a document as one piece of markup for a notebook's output; every word escaped, nothing fetched."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from nulmeting.report.blocks import Block, Bullets, Card, Document, Facts, Figure, Heading, Paragraph, Table

# For a page of its own and inside JupyterLab alike, which puts numbers and words to the right and knows no captions.
_STYLE = """
.nl-report { max-width: 50rem; margin: 0 auto; color: #1d2733; overflow-wrap: anywhere;
  font: 1rem/1.5 "Atkinson Hyperlegible Next", system-ui, sans-serif }
.nl-report h1, .nl-report h2, .nl-report h3, .nl-report h4 { line-height: 1.25; margin: 1.6em 0 .5em; break-after: avoid }
.nl-report .confidential { font-weight: 600; color: #4c5866 }
.nl-report .lead { font-size: 1.15em } .nl-report .quiet { color: #4c5866; font-size: .92em }
.nl-report .mark { border-left: 4px solid #0b5a6f; padding-left: .8em }
.nl-report dl { display: grid; grid-template-columns: minmax(9rem, 30%) 1fr; gap: .2em 1em }
.nl-report dt { font-weight: 600 } .nl-report dd { margin: 0 }
.nl-report .wide { overflow-x: auto }
.nl-report table { border-collapse: collapse; width: 100%; font-size: .92em; margin: .5em 0 }
.nl-report caption { text-align: left; font-weight: 600; padding: .3em 0 }
.nl-report th, .nl-report td { text-align: left !important; vertical-align: top; padding: .35em .6em; white-space: normal;
  border-bottom: 1px solid #c9d1da }
.nl-report thead { display: table-header-group } .nl-report tr { break-inside: avoid }
.nl-report figure { margin: 1.2em 0; break-inside: avoid } .nl-report figcaption { font-weight: 600; margin-bottom: .4em }
.nl-report svg { max-width: 100%; height: auto }
.nl-report nav a { color: #0b5a6f } .nl-report nav ul { columns: 2 18rem; padding-left: 1.2em } .nl-report nav li { break-inside: avoid }
.nl-report .card { border: 1px solid #c9d1da; border-radius: .4em; padding: .2em 1em 1em; margin: 1em 0; break-inside: avoid }
"""


def as_html(document: Document) -> str:
    """The document as an `<article>` with its own style; headings begin at h1 and none is skipped."""
    cover = "".join(f"<dt>{_text(term)}</dt><dd>{_text(text)}</dd>" for term, text in document.cover)
    chapters = [(number, block.text) for number, block in enumerate(document.blocks) if isinstance(block, Heading) and block.level == 1]
    entries = "".join(f'<li><a href="#{document.name}-{number}">{_text(text)}</a></li>' for number, text in chapters)
    contents = f'<nav><h2>{_text(document.labels["contents"])}</h2><ul>{entries}</ul></nav>' if document.contents and chapters else ""
    body = "".join(_block(block, f"{document.name}-{number}") for number, block in enumerate(document.blocks))
    return (
        f'<article class="nl-report" lang="{escape(document.language)}"><style>{_STYLE}</style>'
        f'<p class="confidential">{_text(document.confidential)}</p><h1>{_text(document.title)}</h1>'
        f'<p class="lead">{_text(document.subtitle)}</p><p class="lead"><strong>{_text(document.owner)}</strong></p>'
        f'<dl>{cover}</dl><p class="mark">{_text(document.fixed)}</p>{contents}{body}'
        f'<p class="confidential">{_text(document.confidential)}</p></article>'
    )


def as_page(document: Document) -> str:
    """The document as a page of its own, which fetches nothing."""
    return (
        f'<!doctype html>\n<html lang="{escape(document.language)}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(document.title)}</title></head>'
        f"<body><main>{as_html(document)}</main></body></html>\n"
    )


def _text(text: str) -> str:
    # A line end that somebody typed is one; in HTML it would be a space.
    return "<br>".join(escape(line) for line in text.split("\n"))


def _block(block: Block, name: str) -> str:
    match block:
        case Heading():
            # h1 is the title of the document.
            level = block.level + 1
            return f'<h{level} id="{name}">{_text(block.text)}</h{level}>'
        case Paragraph():
            lead = f"<strong>{_text(block.lead)}</strong> " if block.lead else ""
            tone = "" if block.tone == "plain" else f' class="{block.tone}"'
            return f"<p{tone}>{lead}{_text(block.text)}</p>"
        case Bullets():
            tag = "ol" if block.numbered else "ul"
            return f"<{tag}>" + "".join(f"<li>{_text(entry)}</li>" for entry in block.entries) + f"</{tag}>"
        case Facts():
            return "<dl>" + "".join(f"<dt>{_text(term)}</dt><dd>{_text(text)}</dd>" for term, text in block.pairs) + "</dl>"
        case Table():
            return _table(block)
        case Figure():
            notes = "".join(f'<p class="quiet">{_text(note)}</p>' for note in block.notes)
            # The words of the alternative text are read in place of the drawing, and can be read by everybody below it.
            return (f'<figure><figcaption>{_text(block.title)}</figcaption><div role="img" aria-label="{escape(block.alt)}">{block.svg}</div>'
                    f"{notes}</figure>")
        case Card():
            title = f"<h{block.level + 1}>{_text(block.title)}</h{block.level + 1}>"
            inside = "".join(_block(part, f"{name}-{number}") for number, part in enumerate(block.blocks))
            return f'<section class="card">{title}{inside}</section>'


def _table(table: Table) -> str:
    def row(cells: Iterable[str]) -> str:
        first, *rest = cells
        return f'<tr><th scope="row">{_text(first)}</th>' + "".join(f"<td>{_text(cell)}</td>" for cell in rest) + "</tr>"

    shares = sum(table.widths)
    columns = "<colgroup>" + "".join(f'<col style="width: {100 * width / shares:.1f}%">' for width in table.widths) + "</colgroup>" if shares else ""
    head = "".join(f'<th scope="col">{_text(cell)}</th>' for cell in table.head)
    note = f'<p class="quiet">{_text(table.note)}</p>' if table.note else ""
    return (f'<div class="wide"><table><caption>{_text(table.title)}</caption>{columns}<thead><tr>{head}</tr></thead>'
            f"<tbody>{''.join(row(cells) for cells in table.rows)}</tbody></table></div>{note}")
