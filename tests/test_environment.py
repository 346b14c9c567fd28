"""The ways to install agree: ranges, conda's list, the pinned list, and what was really installed beside Voilà."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
RUNTIME = [Requirement(line) for line in PROJECT["dependencies"]]
TEST = [Requirement(line) for line in PROJECT["optional-dependencies"]["test"]]


def pinned() -> dict[str, str]:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    pairs = [line.split("==") for line in lines if line and not line.startswith("#")]
    return {canonicalize_name(name): version for name, version in pairs}


def files_of_the_project() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [path for line in listed.stdout.splitlines() if (path := ROOT / line).is_file()]


def test_conda_has_the_same_names_and_ranges() -> None:
    listed = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    conda = {}
    # What the channel does not have under this name is fetched by pip in the same go.
    by_pip = next(entry["pip"] for entry in listed if isinstance(entry, dict))
    for line in (line for line in [*listed, *by_pip] if isinstance(line, str) and line not in ("pip", "-e .")):
        name, spec = re.fullmatch(r"([A-Za-z0-9_.-]+?)([<>=!].*)", line).groups()
        # Conda writes one equals sign where pip writes two.
        conda[canonicalize_name(name)] = SpecifierSet(re.sub(r"^=(?=\d)", "==", spec))
    assert conda.pop("python") == SpecifierSet(PROJECT["requires-python"])
    assert conda == {canonicalize_name(needed.name): needed.specifier for needed in RUNTIME}
    assert by_pip[-1] == "-e ."


@pytest.mark.parametrize("needed", [*RUNTIME, *TEST], ids=lambda needed: needed.name)
def test_the_pinned_version_is_within_its_range(needed: Requirement) -> None:
    assert needed.specifier.contains(pinned()[canonicalize_name(needed.name)])


def test_the_pinned_list_holds_nothing_but_exact_versions() -> None:
    for line in (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines():
        assert line.startswith("#") or re.fullmatch(r"[A-Za-z0-9_.-]+==[A-Za-z0-9_.+!-]+", line), line


def test_no_file_names_a_registry_or_a_folder_of_this_machine() -> None:
    # Joined here, so that this file does not name them either.
    hosts = [".".join(parts) for parts in (
        ("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("deb", "debian", "org"), ("anaconda", "org"), ("anaconda", "com")
    )]
    unwanted = [*hosts, f"{ROOT}/"]
    found = []
    for path in files_of_the_project():
        text = path.read_bytes().decode("utf-8", errors="ignore")
        found += [f"{path.relative_to(ROOT)}: {word}" for word in unwanted if word in text]
    assert not found


def test_voila_has_the_template_and_settings_of_this_clone() -> None:
    """They are copied at installation: `make app` and `make test` do that again after a change."""
    source = ROOT / "deploy" / "voila"
    template = Path(sys.prefix, "share", "jupyter", "voila", "templates", "nulmeting")
    pairs = {source / "voila.json": Path(sys.prefix, "etc", "jupyter", "voila.json")}
    pairs |= {path: template / path.relative_to(source / "templates" / "nulmeting")
              for path in (source / "templates" / "nulmeting").rglob("*") if path.is_file()}
    assert len(pairs) > 5
    for ours, installed in pairs.items():
        assert installed.is_file(), installed
        assert installed.read_bytes() == ours.read_bytes(), f"{ours} changed: make install"


def test_both_packages_are_those_of_this_clone() -> None:
    """`widgets` is a plain name: another package of that name must not take its place."""
    import nulmeting
    import widgets

    assert ROOT / "nulmeting" in [Path(place) for place in nulmeting.__path__]
    assert ROOT / "widgets" in [Path(place) for place in widgets.__path__]
