"""What `make bench` measures with: texts that are always the same, edits that show, and right numbers."""

import hashlib
import re
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

from tests.conftest import Command
from tests.lay_out import PROJECT
from tools.bench.__main__ import sizes
from tools.bench.builds import measure_builds
from tools.bench.corpus import FEWEST_WORDS, MOST_WORDS, items, write_site
from tools.bench.cost import CommandFailed, Cost, cost_of, median_cost
from tools.bench.generators import NOT_TO_BE_HAD, Generator
from tools.bench.generators import icpr as generator_of
from tools.bench.history import KEPT, read_history, regressions, write_history
from tools.bench.plot import plot
from tools.bench.report import as_markdown, as_text
from tools.bench.results import (
    COLD,
    FLOOR,
    ITEM,
    NOTHING,
    OURS,
    SCENARIOS,
    Answer,
    Machine,
    Part,
    Results,
    Row,
)

SVG = "{http://www.w3.org/2000/svg}"
RESULTS = Results(
    machine=Machine(processor="A processor", cores=2, system="Linux x86_64", load=(0.5, 1.25)),
    versions={OURS: "on Python 3.11.7", "Hugo": "0.168.0"},
    missing={"Zola": "neither PyPI nor npm has it"},
    rows=[
        Row(
            generator=generator,
            scenario=scenario,
            items=items,
            costs=tuple(Cost(wall=wall, processor=2 * wall, memory=50e6) for wall in walls),
        )
        for generator, scenario, items, walls in (
            (OURS, COLD, 100, (2.0, 9.0, 3.0)),
            (OURS, ITEM, 100, (0.5, 0.5, 0.5)),
            ("Hugo", COLD, 100, (1.5, 1.5, 1.5)),
            (FLOOR, COLD, 100, (0.5, 0.5, 0.5)),
            (FLOOR, NOTHING, 100, (0.25, 0.25, 0.25)),
            (OURS, COLD, 1_000, (12.0,)),
            ("Hugo", COLD, 1_000, (2.4, 2.4, 2.4)),
        )
    ],
    answers=[Answer(generator=OURS, items=100, seconds=(0.1, 0.3, 0.2))],
    parts=[Part(name="parsing all texts", items=100, seconds=(0.004, 0.002, 0.003))],
)


def test_the_texts_are_the_same_bytes_each_time() -> None:
    text = "".join(item.markdown() for item in items(100))
    assert hashlib.sha256(text.encode()).hexdigest() == (
        "eaaa16c4c24eb5a207d7de2d21ab875e5b540b46558ae6452f7a301a00242ba9"
    )


def test_the_texts_are_as_long_and_as_varied_as_news() -> None:
    made = list(items(200))
    lengths = [len(item.body.split()) for item in made]
    assert min(lengths) >= FEWEST_WORDS
    assert max(lengths) <= MOST_WORDS
    everywhere = (r"^## ", r"^- ", r"^> ", r"\]\(/news/", r"\]\(https://")
    assert [
        item.number for item in made for mark in everywhere if not re.search(mark, item.body, re.MULTILINE)
    ] == []
    assert sum("| --- |" in item.body for item in made) == 67
    assert sum("[^1]: " in item.body for item in made) == 40
    assert len({item.slug for item in made}) == len({item.summary for item in made}) == len(made)


def test_an_item_does_not_depend_on_how_many_there_are() -> None:
    assert list(items(30))[:10] == list(items(10))


def test_the_texts_have_no_problem(tmp_path: Path, icpr: Command) -> None:
    status, printed, problems = icpr("check", write_site(tmp_path, 60), "--no-cache")
    assert (status, problems) == (0, ""), printed


def test_every_edit_shows_on_its_page(tmp_path: Path) -> None:
    generator = generator_of(tmp_path, 10)
    for scenario, command in generator.commands.items():
        edit = generator.edits.get(scenario)
        words = edit.save(7) if edit else "</html>"
        cost_of(command, generator.root, generator.environment)
        assert words in (generator.output / (edit.shown_in if edit else "index.html")).read_text("utf-8")
    assert len(generator.edits) == 3
    generator.forget()
    assert not generator.output.exists()


def test_what_cannot_be_had_or_fails_is_a_line_and_the_rest_is_measured() -> None:
    def absent(_folder: Path, _number: int) -> Generator:
        raise FileNotFoundError("pip cannot get it")

    def broken(folder: Path, _number: int) -> Generator:
        commands = {COLD: (sys.executable, "-c", "exit('it is broken')")}
        return Generator(name="Broken", root=folder, version="1", commands=commands, made=(), output=folder)

    results = measure_builds([10], runs=1, others=(absent, broken))
    assert results.missing == {**NOT_TO_BE_HAD, "Absent": "pip cannot get it", "Broken": "it is broken"}
    assert results.generators == [OURS, FLOOR]
    assert list(results.floor_ratios()) == [f"10 items, {scenario}" for scenario in SCENARIOS]
    assert [len(answer.seconds) for answer in results.answers] == [1]
    assert [len(part.seconds) for part in results.parts] == [1, 1, 1, 1]


def test_the_cost_of_a_command_includes_what_it_starts(tmp_path: Path) -> None:
    large = "x = bytearray(100_000_000)"
    started = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {large!r}])"
    small, directly, by_another = (
        cost_of([sys.executable, "-c", program], tmp_path, {}) for program in ("", large, started)
    )
    assert small.memory < 100e6 < min(directly.memory, by_another.memory)
    assert directly.processor > 0
    assert directly.wall > 0


def test_a_command_that_fails_is_no_measurement(tmp_path: Path) -> None:
    with pytest.raises(CommandFailed, match=r"^it is broken$"):
        cost_of([sys.executable, "-c", "print('…'); exit('it is broken')"], tmp_path, {})


def test_the_median_is_of_each_number_by_itself() -> None:
    costs = [
        Cost(wall=1, processor=9, memory=5),
        Cost(wall=2, processor=8, memory=7),
        Cost(wall=9, processor=1, memory=6),
    ]
    assert median_cost(costs) == Cost(wall=2, processor=8, memory=6)


def test_ratios_and_growth() -> None:
    assert RESULTS.ratio("Hugo", COLD, 100) == 2.0
    assert RESULTS.ratio("Hugo", "cold, by one process", 100) is None
    assert RESULTS.ratio(FLOOR, COLD, 100) == 6.0
    assert RESULTS.ratio(FLOOR, ITEM, 100) == 2.0
    assert RESULTS.ratio(FLOOR, COLD, 1_000) is None
    assert RESULTS.growth(OURS, COLD) == [0.01]
    assert RESULTS.growth(OURS, ITEM) == [None]
    assert RESULTS.floor_ratios() == {"100 items, cold": 6.0, "100 items, one item edited": 2.0}


@pytest.mark.parametrize(
    ("most", "expected"),
    [(10, [10]), (100, [100]), (500, [100, 500]), (1_000, [100, 1_000]), (10_000, [100, 1_000, 10_000])],
)
def test_the_numbers_of_items(most: int, expected: list[int]) -> None:
    assert sizes(most) == expected


def test_only_what_is_much_slower_than_usual_is_reported() -> None:
    history = [{"cold": 2.0, "edited": 1.0}, {"cold": 9.0}, {"cold": 2.1, "gone": 1.0}]
    assert list(regressions([], {"cold": 99.0})) == []
    assert list(regressions(history, {"new": 99.0})) == []
    assert list(regressions(history, {"cold": 2.52, "edited": 0.1})) == []
    assert list(regressions(history, {"cold": 2.6, "edited": 1.5})) == [
        "cold: 2.60 times the floor, usually 2.10 (+24%)",
        "edited: 1.50 times the floor, usually 1.00 (+50%)",
    ]


def test_a_history_is_kept_as_long_as_needed(tmp_path: Path) -> None:
    file = tmp_path / "history.jsonl"
    assert read_history(file) == []
    runs = [{"cold": float(run)} for run in range(KEPT + 5)]
    write_history(file, runs)
    assert read_history(file) == runs[5:]


def test_the_report_for_a_terminal() -> None:
    text = as_text(RESULTS)
    assert text == (PROJECT / "tests/data/bench/report.txt").read_text("utf-8")


def test_the_report_as_a_document() -> None:
    text = as_markdown(RESULTS, runs=3)
    assert text.startswith("# ")
    assert "\n- A processor, 2 cores, Linux x86_64, load 0.5 before, 1.2 after\n" in text
    assert "\n- Zola is not measured: neither PyPI nor npm has it\n" in text
    assert "\n|  | icpr / Hugo | icpr / floor |\n| --- | ---: | ---: |\n| cold | 2.00 | 6.00 |\n" in text
    assert "\n| cold | 12.00 (1 of 3 runs) | 2.40 | – |\n" in text
    assert "the median of 3 runs" in text
    assert "(images/performance.svg)" in text
    few = replace(RESULTS, rows=[row for row in RESULTS.rows if row.items == 100])
    assert "(images/performance.svg)" not in as_markdown(few, runs=3)


def test_the_plot_says_what_it_shows() -> None:
    drawing = ElementTree.fromstring(plot(RESULTS))  # noqa: S314 - we drew it
    labelled = drawing.attrib["aria-labelledby"].split()
    assert drawing.attrib["role"] == "img"
    assert [drawing.find(f"{SVG}*[@id='{name}']") is not None for name in labelled] == [True, True]
    assert "icpr, cold: 3.00 at 100, 12.00 at 1,000." in (drawing.findtext(f"{SVG}desc") or "")
    assert "prefers-color-scheme: dark" in (drawing.findtext(f"{SVG}style") or "")


def test_no_two_labels_of_the_plot_are_on_each_other() -> None:
    same = [replace(row, generator=f"{row.generator} {copy}") for row in RESULTS.rows for copy in range(4)]
    drawing = ElementTree.fromstring(plot(replace(RESULTS, rows=same)))  # noqa: S314 - we drew it
    for panel in drawing.iter(f"{SVG}g"):
        heights = sorted(
            float(label.attrib["y"])
            for label in panel.iter(f"{SVG}text")
            if label.get("class", "").startswith("label")
        )
        assert len(heights) >= 4
        assert min(below - above for above, below in pairwise(heights)) >= 15


def test_the_document_is_one_that_was_written() -> None:
    document = (PROJECT / "docs/performance.md").read_text("utf-8")
    opening, _, _ = as_markdown(RESULTS, runs=3).partition("- A processor")
    assert document.startswith(opening)
    ElementTree.parse(PROJECT / "docs/images/performance.svg")  # noqa: S314 - we drew it


def test_the_weekly_job_keeps_what_it_compares_with() -> None:
    steps = yaml.safe_load((PROJECT / ".github/workflows/bench.yml").read_text("utf-8"))["jobs"]["bench"][
        "steps"
    ]
    measured = next(step["run"] for step in steps if "--history" in step.get("run", ""))
    kept = next(step["with"] for step in steps if "upload-artifact" in step.get("uses", ""))
    assert kept["path"].split()[0] in measured
