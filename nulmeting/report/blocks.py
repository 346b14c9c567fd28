"""Blocks: a document as plain values. Whoever sets it on a page, in Word or in HTML sees these and nothing of a board's answers.

Every text is plain text: whatever signs a person typed, nothing in it is markup.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal

FORMAT = 1
"""Version of the JSON a document is handed on as."""

MIME = "application/vnd.nulmeting.document+json"
"""Under this name a notebook's output holds its document; exporters look for it."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 (a chapter) to 3; `own_page` begins it on a new page."""

    text: str
    level: int = 1
    own_page: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; `lead` stands in bold before it. Tones: `plain`, `lead` (larger), `quiet` (a note), `mark` (to be seen)."""

    text: str
    lead: str = ""
    tone: Literal["plain", "lead", "quiet", "mark"] = "plain"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list, numbered or not."""

    entries: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Pairs of a term and what there is to say of it."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text below a head; `title` is its caption, `widths` the columns' shares of the width (empty: by themselves).

    The first cell of a row names the row. The head is repeated on every page and no row is broken over two.
    """

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart: its finding as title, the same and more in words (`alt`, never empty), and the drawing as SVG of a size in pixels."""

    id: str
    title: str
    alt: str
    svg: str
    width: float
    height: float
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """Blocks that belong together under a title and stay on one page, such as one of the five things; no card holds a card.

    `level` is that of its title as a heading: one below the heading it stands under.
    """

    title: str
    blocks: tuple[Heading | Paragraph | Bullets | Facts | Table | Figure, ...]
    level: int = 2


Block = Heading | Paragraph | Bullets | Facts | Table | Figure | Card

_KINDS: Mapping[str, type[Any]] = {
    kind.__name__.lower(): kind for kind in (Heading, Paragraph, Bullets, Facts, Table, Figure, Card)
}


@dataclass(frozen=True, slots=True)
class Document:
    """A document for somebody: what stands on the cover and on every page, and its blocks in order.

    `name` is safe as the name of a file. `labels` are the words a page needs besides: `contents`, `page` with places for `{page}` and
    `{pages}`, and for Word `place`, `logo` and `update`. `confidential` stands on every page; `fixed` is the sentence that says what a
    self-assessment is worth.
    """

    name: str
    language: str
    title: str
    subtitle: str
    owner: str
    cover: tuple[tuple[str, str], ...]
    confidential: str
    fixed: str
    labels: Mapping[str, str]
    blocks: tuple[Block, ...]
    contents: bool = True

    def figures(self) -> Iterator[Figure]:
        """Every chart in the document, in order."""
        for block in self.blocks:
            if isinstance(block, Figure):
                yield block
            elif isinstance(block, Card):
                yield from (inside for inside in block.blocks if isinstance(inside, Figure))


def as_json(document: Document) -> dict[str, Any]:
    """A document as plain values for JSON; `from_json` gives the same one back."""
    record = {field.name: getattr(document, field.name) for field in fields(document)}
    return {"format": FORMAT, **record, "labels": dict(document.labels), "cover": [list(pair) for pair in document.cover],
            "blocks": [_block_record(block) for block in document.blocks]}


def _block_record(block: Block) -> dict[str, Any]:
    kind = type(block).__name__.lower()
    if isinstance(block, Card):
        return {"kind": kind, "title": block.title, "level": block.level, "blocks": [_block_record(inside) for inside in block.blocks]}
    return {"kind": kind, **asdict(block)}


def from_json(record: Mapping[str, Any]) -> Document:
    """The document of `as_json`; ValueError when it is none, or of another version."""
    if record.get("format") != FORMAT:
        raise ValueError(f"a document of format {record.get('format')!r}; this program knows {FORMAT}")
    values = {key: value for key, value in record.items() if key != "format"}
    try:
        values["cover"] = tuple((str(term), str(text)) for term, text in values["cover"])
        values["blocks"] = tuple(_block(part) for part in values["blocks"])
        return Document(**values)
    except (KeyError, TypeError) as error:
        raise ValueError(f"not a document: {error}") from None


def _block(record: Mapping[str, Any]) -> Any:
    values = {key: value for key, value in record.items() if key != "kind"}
    kind = _KINDS[record["kind"]]
    if kind is Card:
        return Card(values["title"], tuple(_block(part) for part in values["blocks"]), values["level"])
    return kind(**{key: _frozen(value) for key, value in values.items()})


def _frozen(value: Any) -> Any:
    """Lists as JSON has them, as the tuples they were."""
    return tuple(_frozen(part) for part in value) if isinstance(value, list) else value
