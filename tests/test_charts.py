"""Charts: they say what is so, in a title, in words, in a table and in a drawing, on which nothing is cut off or covers something else."""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest

from nulmeting import charts, files
from nulmeting.answers import Answer, GroupDecision, Respondent, Round, Settings
from nulmeting.charts import Chart, Drawing, Text
from nulmeting.files import Home
from nulmeting.framework import SIDES, Framework
from nulmeting.outcome import Outcome, assessed
from nulmeting.words import Words

BOARDS = sorted(path.name for path in (Home(files.Home.here().folder).boards).glob("demo-*"))
NASTY = "<script>alert('mis')</script> & \"dubbel\" $x^2$ 🎒 id=\"y"


@pytest.fixture(scope="module")
def outcomes(home: Home, framework: Framework) -> dict[str, Outcome]:
    """Every demo board, and boards at the edge: nothing said, one answer, nothing applies, everything at the top."""
    found = {board: assessed(framework, files.read_round(files.find_round(home, board), framework).round) for board in BOARDS}
    empty = Round("proef", "1", Settings(framework.edition, "Proef", "2027-01"))
    items = list(framework.items)

    def of(answers: dict[str, Answer], **more: object) -> Outcome:
        return assessed(framework, replace(empty, respondents=(Respondent("ibp-1", "ibp", answers=answers),), **more))

    found["nothing"] = assessed(framework, empty)
    found["one"] = of({items[0]: Answer(paper=2, practice=4)})
    found["one side"] = of({items[0]: Answer(paper=2)})
    found["all n.v.t."] = of({}, group_domains={domain: GroupDecision(not_applicable=True, reason="x") for domain in framework.domain})
    for level in (framework.levels[0], framework.top):
        found[f"all {level}"] = of({item: Answer(paper=level, practice=level) for item in items})
    return found


NAMES = [*BOARDS, "nothing", "one", "one side", "all n.v.t.", "all 1", "all 5"]
EDGES = NAMES[len(BOARDS):]


def drawings(chart: Chart) -> Iterator[Drawing]:
    yield from (drawing for drawing in (chart.wide, chart.narrow) if drawing)


def by_id(outcome: Outcome, words: Words) -> dict[str, Chart]:
    return {chart.id: chart for chart in charts.charts(outcome, words)}


# ---- what they say ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_every_chart_says_its_finding_in_words_and_numbers_and_draws(name: str, outcomes: dict[str, Outcome], words: Words) -> None:
    made = charts.charts(outcomes[name], words)
    assert len({chart.id for chart in made}) == len(made) >= len(charts.IDS) - 2
    assert len({chart.title for chart in made}) == len(made) or name in EDGES
    for chart in made:
        assert chart == charts.chart(chart.id, outcomes[name], words)
        assert chart.title and "{" not in chart.alt
        assert chart.alt.startswith(chart.title)
        assert (chart.wide is None) == (chart.narrow is None) == (not chart.rows)
        assert all(len(row) == len(chart.head) for row in chart.rows)
        assert chart.wide is None or len(chart.alt) > len(chart.title)
    assert charts.chart("taart", outcomes[name], words) is None


@pytest.mark.parametrize("name", ["nothing", "all n.v.t."])
def test_a_board_without_anything_to_draw_gets_sentences(name: str, outcomes: dict[str, Outcome], words: Words) -> None:
    for chart in charts.charts(outcomes[name], words):
        assert chart.wide is None and charts.svg(chart) == "" and charts.png(chart) == b""
        assert chart.title.endswith(".")


def means(outcome: Outcome) -> dict[str, Fraction]:
    """Per domain the mean that may be printed, reckoned here once more."""
    found = {}
    for domain in outcome.framework.domains:
        items = [outcome.scores.items[item] for item in domain.items if outcome.scores.items[item].state != "not_applicable"]
        levels = [item.level for item in items if item.level is not None]
        if items and 2 * len(levels) >= len(items):
            found[domain.id] = Fraction(sum(levels), len(levels))
    return found


def where(words: Words, count: int, among: int) -> str:
    return words("chart.where-all" if count == among else "chart.where-some" if count else "chart.where-none", count=count, all=among)


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ("nothing", "all n.v.t.")])
def test_the_findings_are_true(name: str, outcomes: dict[str, Outcome], words: Words) -> None:
    outcome, made = outcomes[name], by_id(outcomes[name], words)
    framework, target = outcome.framework, outcome.framework.target
    shown = means(outcome)
    applicable = sum(1 for mean in outcome.scores.domains.values() if mean.applicable)
    reached = sum(1 for mean in shown.values() if mean >= target)
    if shown:
        assert made["domains"].title == words("chart.domains.title", where=where(words, reached, applicable), target=target)
    else:
        assert made["domains"].title == words("chart.domains.none")
    if len(shown) > 2 and len(set(shown.values())) > 1:
        numbers = [words.number(value(shown.values())) for value in (max, min)]
        assert re.findall(r"\d,\d", made["radar"].title) == numbers
        for value in (max, min):
            named = next(domain for domain in shown if shown[domain] == value(shown.values()) and words(f"domain.{domain}") in made["radar"].title)
            tied = words("chart.tied", name=words(f"domain.{named}"), count=list(shown.values()).count(shown[named]) - 1)
            assert (tied in made["radar"].title) == (
                list(shown.values()).count(shown[named]) > 1)
        assert all(number in made["radar"].alt for number in numbers)

    levels = [score.level for score in outcome.scores.items.values() if score.state in ("answered", "estimated")]
    if levels:
        asked = sum(1 for score in outcome.scores.items.values() if score.state != "not_applicable")
        high = sum(1 for level in levels if level and level >= target)
        assert made["items"].title == words("chart.items.title-all" if high == asked else "chart.items.title", count=high, all=asked, target=target)
        for level in framework.levels:
            assert words("chart.items.count", level=level, count=levels.count(level)) in made["items"].alt
        gaps = outcome.gaps.gaps
        assert not gaps or words(f"item.{gaps[0].item}.title") in made["gaps"].title
        assert not gaps or words("chart.gaps.alt", count=sum(1 for level in levels if level and level < target),
                                 law=len([gap for gap in gaps if gap.item in outcome.gaps.law_now])) in made["gaps"].alt

    higher = dict.fromkeys(SIDES, 0)
    for domain in framework.domains:
        values = []
        for side in SIDES:
            known = [value for item in domain.items if not outcome.sides[item].not_applicable
                     and (value := outcome.sides[item].side(side).value) is not None]
            values.append(Fraction(sum(known), len(known)) if known else None)
        if None not in values and values[0] != values[1]:
            higher[SIDES[0] if values[0] > values[1] else SIDES[1]] += 1    # type: ignore[operator]
    if higher["paper"] != higher["practice"]:
        ahead = max(SIDES, key=lambda side: higher[side])
        assert made["sides"].title == words(f"chart.sides.title-{ahead}", where=where(words, higher[ahead], len(made["sides"].rows)))

    if "types" in made and made["types"].wide:
        kind = outcome.position.id
        assert (words(f"type.{kind}.name") if kind else words("result.type.none")) in made["types"].title
        assert all(words.number(outcome.scores.axes[side].score) in made["types"].alt for side in SIDES)


def test_the_sector_stands_beside_the_mean_of_its_own_items_with_its_caveat(outcomes: dict[str, Outcome], words: Words) -> None:
    outcome = outcomes["demo-koploper"]
    reference = outcome.framework.reference
    assert reference
    levels = [score.level for item, score in outcome.scores.items.items()
              if score.level and outcome.framework.domain[outcome.framework.items[item].domain].part == reference.part]
    chart = by_id(outcome, words)["sector"]
    assert f"{words.number(Fraction(sum(levels), len(levels)))};" in chart.title and words.number(reference.mean) in chart.title
    assert chart.notes == (words("reference"),)


def test_people_are_set_beside_each_other_only_when_several_answered(outcomes: dict[str, Outcome], words: Words) -> None:
    assert "people" in by_id(outcomes["demo-groep"], words)
    assert "people" not in by_id(outcomes["one"], words)


# ---- what is drawn ---------------------------------------------------------------------------------------------------------


def extents(drawing: Drawing) -> list[tuple[Text, tuple[float, float, float, float]]]:
    """Every text of a drawing with the box it takes, measured by matplotlib with the real font: left, top, right, bottom."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    # Large, because letters are fitted to whole dots, which widens small ones.
    scale = 8
    canvas = FigureCanvasAgg(charts.figure(drawing, scale))
    texts = [mark for mark in drawing.marks if isinstance(mark, Text)]
    labels = [artist for artist in canvas.figure.artists if hasattr(artist, "get_text")]
    boxes = [label.get_window_extent(canvas.get_renderer()) for label in labels]
    return [(text, (float(box.x0) / scale, drawing.height - float(box.y1) / scale, float(box.x1) / scale, drawing.height - float(box.y0) / scale))
            for text, box in zip(texts, boxes, strict=True)]


@pytest.mark.parametrize("name", NAMES)
def test_no_text_is_cut_off_or_covers_another(name: str, outcomes: dict[str, Outcome], words: Words) -> None:
    with warnings.catch_warnings():
        # A sign that our font does not have would be drawn as a box.
        warnings.simplefilter("error")
        for chart in charts.charts(outcomes[name], words):
            for drawing in drawings(chart):
                placed = extents(drawing)
                for text, (left, top, right, bottom) in placed:
                    assert left >= -0.5 and right <= drawing.width + 0.5 and top >= -0.5 and bottom <= drawing.height, (chart.id, text)
                    assert right - left <= charts.wide(text.text, text.size, text.weight) + 1, (chart.id, text)
                for (one, (a, b, c, d)), (other, (e, f, g, h)) in combinations(placed, 2):
                    # Boxes of text have room above and below the letters.
                    assert min(c, g) - max(a, e) < 1 or min(d, h) - max(b, f) < 5, (chart.id, drawing.width, one.text, other.text)
                # On the web of the radar the numbers of its rings may lie under a dot.
                for dot in (mark for mark in drawing.marks if isinstance(mark, charts.Dot) and chart.id != "radar"):
                    for text, (left, top, right, bottom) in placed:
                        beside = min(right, dot.x + dot.radius) - max(left, dot.x - dot.radius) < 1
                        assert beside or min(bottom, dot.y + dot.radius) - max(top, dot.y - dot.radius) < 5, (chart.id, drawing.width, text)


@pytest.mark.parametrize("name", BOARDS)
def test_every_drawing_is_sound_and_the_same_twice(name: str, outcomes: dict[str, Outcome], words: Words) -> None:
    ids: list[str] = []
    for chart in charts.charts(outcomes[name], words):
        for narrow in (False, True) if chart.wide else ():
            first = charts.svg(chart, narrow=narrow)
            assert first == charts.svg(chart, narrow=narrow)
            root = ElementTree.fromstring(first)
            assert (float(root.get("width", "")), float(root.get("height", ""))) == next(
                (drawing.width, drawing.height) for drawing in drawings(chart) if (drawing.width < charts.WIDE) == narrow)
            assert not [part for part in root.iter() if part.tag.split("}")[1] not in ("svg", "g", "defs", "path", "rect", "pattern", "text")]
            own = [value for part in root.iter() if (value := part.get("id"))]
            assert set(re.findall(r"url\(#([^)]*)\)", first)) <= set(own)
            if not narrow:
                ids += own
            said = {"".join(part.itertext()) for part in root.iter() if part.tag.endswith("}text")}
            drawing = chart.narrow if narrow else chart.wide
            assert drawing and said == {mark.text for mark in drawing.marks if isinstance(mark, Text)}
            assert charts.FONT in first
    assert len(ids) == len(set(ids))


def test_another_process_draws_the_same_bytes_and_matplotlib_waits_until_then(home: Home, outcomes: dict[str, Outcome], words: Words) -> None:
    code = """
import sys
from nulmeting import charts, files
from nulmeting.outcome import assessed
from nulmeting.views import results
from widgets import show
home = files.Home.here()
framework = files.read_framework(home, files.editions(home)[-1])
words = files.read_words(home, files.LANGUAGE, framework)
outcome = assessed(framework, files.read_round(files.find_round(home, "demo-half"), framework).round)
assert results.view(outcome, words)["story"]
assert "matplotlib" not in sys.modules
sys.stdout.write(charts.svg(charts.chart("domains", outcome, words)))
"""
    environment = {**os.environ, "NULMETING_HOME": str(home.folder), "PYTHONHASHSEED": "7"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout == charts.svg(by_id(outcomes["demo-half"], words)["domains"])


def test_what_a_person_typed_is_text_in_the_drawing(outcomes: dict[str, Outcome], words: Words) -> None:
    keys = list(words)
    texts = {key: words.lines(key) if len(words.lines(key)) > 1 else words.lines(key)[0] for key in keys}
    names = {key: NASTY for key in keys if key.startswith(("domain.", "item.")) and key.count(".") <= 2 and not key.endswith("why")}
    nasty = Words(words.language, {**texts, **names})
    for chart in charts.charts(outcomes["demo-half"], nasty):
        if chart.wide is None:
            continue
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert charts.png(chart)
            root = ElementTree.fromstring(charts.svg(chart))
        assert not [part for part in root.iter() if part.tag.endswith("script")]
        if chart.id in ("domains", "gaps", "items"):
            said = " ".join("".join(part.itertext()) for part in root.iter() if part.tag.endswith("}text"))
            assert NASTY.split()[0][:20] in said and "$x^2$" in said and 'id="y' in said


def test_long_words_are_whole_and_within_their_room() -> None:
    text = "Arbeidsongeschiktheidsverzekeringsmaatschappijen en het Bedrijfscontinuïteitsmanagement"
    # Where not even one sign fits, every sign has its own line.
    assert charts.wrapped("Wmo mm", 2.0, 15) == list("Wmomm")
    for width in (40.0, 120.0, 260.0):
        lines = charts.wrapped(text, width, 15)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        assert all(charts.wide(line, 15) <= width for line in lines)


def contrast(one: str, other: str) -> float:
    def bright(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((bright(one), bright(other)))
    return (high + 0.05) / (low + 0.05)


def test_every_cell_can_be_read_and_is_darker_the_higher_the_level(outcomes: dict[str, Outcome], words: Words, framework: Framework) -> None:
    drawing = by_id(outcomes["demo-koploper"], words)["items"].wide
    assert drawing
    shades: dict[str, str] = {}
    for before, mark in pairwise(drawing.marks):
        if isinstance(mark, Text) and mark.text in map(str, framework.levels) and isinstance(before, charts.Stroke) and before.fill:
            assert contrast(before.fill, mark.colour) >= 4.5
            shades[mark.text] = before.fill
    order = [contrast(shades[str(level)], "#ffffff") for level in framework.levels]
    assert order == sorted(order) and all(after / before > 1.3 for before, after in pairwise(order))


def test_a_chart_takes_milliseconds(outcomes: dict[str, Outcome], words: Words, capsys: pytest.CaptureFixture[str]) -> None:
    outcome = outcomes["demo-groep"]
    lines, total = [], 0.0
    for id_ in charts.IDS:
        taken = []
        for _ in range(5):
            began = time.perf_counter()
            chart = charts.chart(id_, outcome, words)
            assert chart
            charts.svg(chart)
            taken.append(time.perf_counter() - began)
        total += statistics.median(taken)
        lines.append(f"{id_} {statistics.median(taken) * 1000:.0f} ms")
    with capsys.disabled():
        print("\nOne chart, laid out and drawn:", ", ".join(lines))
    assert total < 2
