"""Where folders are, and which names are safe as the name of a folder."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from nulmeting.errors import BoardError

LANGUAGE = "nl"
"""The language of the program, and of the page until another is asked for."""

_CLONE = Path(__file__).parent.parent.parent

NOTEBOOK = _CLONE / "notebooks" / "nulmeting.ipynb"
"""The board's app: it belongs to the program, wherever the data is."""

NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
"""What a board, round or respondent may be called on disk."""

# Names that Windows keeps for devices: a folder of that name cannot be made there.
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}


@dataclass(frozen=True, slots=True)
class Home:
    """The folder that holds `assessments/` and `outputs/`: NULMETING_HOME, else the folder above this package.

    `elsewhere` is a folder of boards outside it, for who keeps those of a sector apart.
    """

    folder: Path
    elsewhere: Path | None = None

    @classmethod
    def here(cls) -> Home:
        """The home this process works in."""
        return cls(Path(os.environ.get("NULMETING_HOME") or _CLONE).resolve())

    @classmethod
    def clone(cls) -> Home:
        """The home this program came with."""
        return cls(_CLONE)

    def check(self) -> None:
        """BoardError when this folder holds no workbook."""
        if not self.frameworks.is_dir() or not self.words.is_dir():
            raise BoardError("home", folder=str(self.folder))

    @property
    def frameworks(self) -> Path:
        """The editions of the framework."""
        return self.folder / "assessments" / "frameworks"

    @property
    def checklists(self) -> Path:
        """The deep dives, a folder each; there need not be any."""
        return self.folder / "assessments" / "checklists"

    @property
    def words(self) -> Path:
        """The sentences of the interface, a file a language."""
        return self.folder / "assessments" / "words"

    @property
    def boards(self) -> Path:
        """A folder per board, in it a folder per round."""
        return self.elsewhere or self.folder / "assessments" / "boards"

    @property
    def outputs(self) -> Path:
        """What is made from the answers: a folder per board, in it a folder per round."""
        return self.folder / "outputs"

    @property
    def schema(self) -> Path:
        """What the record of an outcome looks like, as a JSON schema."""
        return self.folder / "assessments" / "outcome.schema.json"



def checked_name(name: object, kind: str) -> str:
    """A board, round or respondent name that is a safe folder name everywhere, else a BoardError (`kind` says which it is).

    Letters a–z, digits and hyphens, at most 64 signs; no device names of Windows.
    """
    if not isinstance(name, str) or not NAME.fullmatch(name) or name in _RESERVED:
        shown = str(name)
        raise BoardError(f"{kind}-name", value=shown if len(shown) <= 40 else shown[:37] + "...")
    return name
