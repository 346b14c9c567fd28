"""The house: who may import what (the table in CONTRIBUTING.md is the law), and no word of the framework in code."""

import ast
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from nulmeting.framework import Framework
from nulmeting.words import Words

ROOT = Path(__file__).parent.parent
CODE = [*sorted((ROOT / "nulmeting").rglob("*.py")), *sorted((ROOT / "widgets").rglob("*.py"))]
SCRIPTS = sorted((ROOT / "widgets").glob("*.js"))
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))

# Words of the framework that code may say, because they are the structure of every edition and not one edition's choice.
STRUCTURE = {
    "paper": "one of the two sides every item is asked from",
    "practice": "the other side; also the id of a kind of item",
    "security": "a key of the published JSON record",
    "privacy": "a key of the published JSON record",
    "awareness": "an ordinary English word in docstrings",
    "capacity": "hours a month, a setting of a round",
    "it": "an ordinary English word",
    "suppliers": "an ordinary English word, and a key of the page",
    "none": "what YAML and Python write for nothing",
    "document": "the browser's own name of a page",
    "bestuur": "for whom a report is made, whatever roles an edition knows",
    "toezicht": "likewise: those who supervise the board",
}


def room(path: Path) -> str:
    """The room of a module: its file, or the folder that is one room."""
    relative = path.relative_to(ROOT)
    if relative.parts[0] == "widgets":
        return "widgets"
    return relative.parts[1] if len(relative.parts) > 2 else relative.stem


def allowed() -> dict[str, set[str]]:
    """The table of CONTRIBUTING.md: room -> what it may import."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("## Wie mag wat importeren")[1].split("## ")[0]
    rows = re.findall(r"^\| (\w+) \| (.+) \|$", text, flags=re.MULTILINE)
    return {name: {entry.strip() for entry in entries.split(",")} - {"–"} for name, entries in rows if name != "module"}


def imports(path: Path) -> Iterator[str]:
    """What a module imports, wherever in it, outside the standard library: the room for our own, else the family."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: a relative import hides the room"
            inside = node.module in ("nulmeting", "widgets")
            names = [f"{node.module}.{alias.name}" for alias in node.names] if inside else [node.module or ""]
        else:
            continue
        for name in names:
            parts = name.split(".")
            if parts[0] == "nulmeting":
                yield parts[1] if len(parts) > 1 else "nulmeting"
            elif parts[0] not in sys.stdlib_module_names:
                yield parts[0]


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_no_more_than_its_row_says(path: Path) -> None:
    name = room(path)
    if name in ("__init__", "__main__"):
        return
    rows = allowed()
    assert name in rows, f"{name} has no row in CONTRIBUTING.md"
    found = set(imports(path))
    if name == "widgets":
        # The page may use every room but those that start a server or a program.
        found = {"nulmeting" if entry in rows and entry not in ("serve", "cli", "widgets") else entry for entry in found}
    assert found <= rows[name], f"{path.name} imports {sorted(found - rows[name])}; its row allows {sorted(rows[name])}"


def test_every_row_of_the_table_is_a_room() -> None:
    rooms = {room(path) for path in CODE} - {"__init__", "__main__"}
    assert set(allowed()) == rooms


def framework_words(framework: Framework, words: Words) -> set[str]:
    """Ids, codes, titles and names of the edition, as they would stand in code."""
    choices = framework.choices
    found = {*framework.items, *framework.actions, *framework.domain, *framework.attention, *framework.sources, *choices.tables}
    found |= {*choices.kinds, *choices.gmr, *choices.duties, *choices.help, *framework.role, *choices.plan.earliest, *choices.coverage.options}
    found |= {kind.id for kind in choices.types.list} | {obstacle.id for obstacle in choices.obstacles} | {rule.id for rule in choices.coherence}
    found |= {item.official.code for item in framework.items.values() if item.official}
    found |= {words(f"level.{level}") for level in framework.levels} | {words(f"domain.{domain}") for domain in framework.domain}
    found |= {words(f"item.{item}.title") for item in framework.items}
    found |= {words(f"type.{kind.id}.name") for kind in choices.types.list}
    return {word.lower() for word in found}


def strings(path: Path) -> Iterator[str]:
    """The text literals of a module, a script or a notebook, without docstrings and comments."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        tree = ast.parse(text)
        # A docstring is an expression that stands alone.
        prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
                yield node.value
    elif path.suffix == ".js":
        code = re.sub(r"(?m)^\s*//.*$", "", text)
        yield from (found for group in re.findall(r'"([^"\n]*)"|`([^`]*)`', code) for found in group if found)
    else:
        for cell in json.loads(text)["cells"]:
            yield from cell["source"] if isinstance(cell["source"], list) else [cell["source"]]


@pytest.mark.parametrize("path", [*CODE, *SCRIPTS, *NOTEBOOKS], ids=lambda path: str(path.relative_to(ROOT)))
def test_no_word_of_the_framework_stands_in_code(path: Path, framework: Framework, words: Words) -> None:
    forbidden = framework_words(framework, words) - set(STRUCTURE)
    found = {text for text in strings(path) if text.strip().lower() in forbidden}
    found |= {code for text in strings(path) for code in re.findall(r"\b[A-Z]{2}\.\d\d\b", text)}
    assert not found, f"{path.name} names {sorted(found)}; it belongs in assessments/"


# Words that make a sentence Dutch; English and code have none of them.
DUTCH = re.compile(r"\b(de|het|een|niet|van|voor|zijn|wordt|u|uw|bij|geen|ook|naar|met)\b", re.IGNORECASE)


@pytest.mark.parametrize("path", [*CODE, *SCRIPTS, *NOTEBOOKS], ids=lambda path: str(path.relative_to(ROOT)))
def test_no_sentence_stands_in_code(path: Path) -> None:
    found = [text for text in strings(path) if len(text.split()) >= 3 and len(DUTCH.findall(text)) >= 2]
    assert not found, f"{path.name} says {found}; sentences stand in assessments/words"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_is_thin_and_stored_without_outputs(path: Path) -> None:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    lines = [line for cell in code for line in "".join(cell["source"]).splitlines() if line.strip()]
    assert len(lines) <= 12
    assert not any(re.match(r"\s*(def|if|for|class|while)\b", line) for line in lines)
    assert all(not cell["outputs"] and cell["execution_count"] is None for cell in code)
    assert sum("parameters" in cell["metadata"].get("tags", []) for cell in code) == 1


def test_the_check_itself_finds_a_word_and_a_sentence(tmp_path: Path, framework: Framework, words: Words) -> None:
    bad = tmp_path / "bad.py"
    bad.write_text('A = "koploper"\nB = "Dit is niet goed voor u"\n"""Docstring: koploper van het veld."""\n', encoding="utf-8")
    assert "koploper" in set(strings(bad)) & framework_words(framework, words)
    assert [text for text in strings(bad) if len(DUTCH.findall(text)) >= 2] == ["Dit is niet goed voor u"]
