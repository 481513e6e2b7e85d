"""Pictures of report tables of the fictitious 示例市, with their truth: random, consistent figures in random dress.

usage: python -m benchmarks.generate_pictures DIR [COUNT [SEED]]
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.degrade_pictures import DEGRADATIONS
from benchmarks.picture_tables import Dress, page, proactive_table, requests_table, reviews_table
from parsers.forms import FORMS
from parsers.model import Form, Grid

Figures = dict[str, dict[str, dict[str, str]]]  # grid -> line -> column -> as printed
CHROMIUM = (
    "/usr/bin/chromium",
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)
_PARTS = ("natural_person", "legal_commercial", "legal_research", "legal_public_interest", "legal_law_service")
_SUM = (*_PARTS, "legal_other", "total")
_OUTCOMES = ("upheld", "corrected", "other", "pending")


@dataclass(frozen=True)
class Sample:
    """One picture: its name, how it was spoilt, what it prints, its pixels as BGR."""

    name: str
    degradation: str
    form: str
    truth: Figures
    pixels: NDArray[np.uint8]


def samples(count: int, seed: int) -> Iterator[Sample]:
    """So many pictures, the degradations in turn; the same seed gives the same pictures."""
    names = list(DEGRADATIONS)
    for number in range(count):
        yield sample(names[number % len(names)], random.Random(f"{seed}/{number}"), number)  # noqa: S311


def sample(degradation: str, rng: random.Random, number: int) -> Sample:
    """One picture spoilt in that way."""
    form = FORMS[0] if rng.random() < 0.75 else FORMS[1]
    figures = draw(form, rng)
    shown = _shown(degradation, rng)
    dress = Dress.draw(rng, degradation)
    if dress.blank_for_zero:
        figures = {g: {r: {c: "" if v == "0" else v for c, v in row.items()} for r, row in rows.items()}
                   for g, rows in figures.items()}  # fmt: skip
    tables = {
        "proactive": proactive_table(form, figures["proactive"]),
        "requests": requests_table(form, figures["requests"]),
        "reviews": reviews_table(figures["reviews"]),
    }
    html = page(dress, [tables[grid] for grid in shown], whole=degradation == "page")
    pixels = photograph(html, dress.scale)
    if degradation == "split":
        pixels, figures["requests"] = _lower_half(pixels, figures["requests"], rng)
    spoilt = DEGRADATIONS[degradation](pixels, rng)
    name = f"{number:04d}_{degradation}_{form.key}_{'+'.join(shown)}"
    return Sample(name, degradation, form.key, {grid: figures[grid] for grid in shown}, spoilt)


def draw(form: Form, rng: random.Random) -> Figures:
    """Random figures for every cell of the form; every printed sum holds."""
    dense = rng.random() < 0.4
    return {
        "proactive": _draw_proactive(form.grids[0], rng),
        "requests": _draw_requests(form.grids[1], rng, dense),
        "reviews": _draw_reviews(rng, dense),
    }


def photograph(html: str, scale: float) -> NDArray[np.uint8]:
    """The page as Chromium paints it, cut to what is printed with a small white margin."""
    with tempfile.TemporaryDirectory() as folder:
        page_file, picture = Path(folder, "page.html"), Path(folder, "page.png")
        page_file.write_text(html, encoding="utf-8")
        flags = (f"--force-device-scale-factor={scale}", "--window-size=1500,3600", f"--screenshot={picture}")
        command = [*CHROMIUM, f"--user-data-dir={folder}/profile", *flags, page_file.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        pixels = np.asarray(cv2.imread(str(picture)), np.uint8)
    rows, columns = np.where(pixels.min(axis=2) < 250)
    top, left = max(rows.min() - 12, 0), max(columns.min() - 12, 0)
    return pixels[top : rows.max() + 13, left : columns.max() + 13]


def _shown(degradation: str, rng: random.Random) -> list[str]:
    if degradation == "page":
        return ["proactive", "requests", "reviews"]
    if degradation == "split":
        return ["requests"]
    return [rng.choices(("requests", "proactive", "reviews"), (6, 2, 2))[0]]


def _lower_half(
    pixels: NDArray[np.uint8], rows: dict[str, dict[str, str]], rng: random.Random
) -> tuple[NDArray[np.uint8], dict[str, dict[str, str]]]:
    """The picture cut at a rule between two lines of the request table, as a screen or a page cuts it."""
    totals = pixels[:, int(pixels.shape[1] * 0.95) : -14].min(axis=2)
    dark = np.flatnonzero((totals < 200).mean(axis=1) > 0.9)
    rules = [int(y) for before, y in zip([-9, *dark], dark, strict=False) if y - before > 4]
    cut = rng.randint(4, len(rows) - 5)
    return pixels[rules[2 + cut] :], dict(list(rows.items())[cut:])


def _amount(rng: random.Random, dense: bool) -> int:
    if rng.random() < (0.05 if dense else 0.6):
        return 0
    return int(10 ** rng.uniform(0, rng.choice((1.2, 2.0, 3.0, 4.5, 6.9) if dense else (1.2, 1.7, 2.5))))


def _draw_requests(grid: Grid, rng: random.Random, dense: bool) -> dict[str, dict[str, str]]:
    leaves = [line.key for line in grid.lines if not line.group][2:-2]
    values: dict[str, dict[str, int]] = {key: {} for key in ("new_received", "carried_in", *leaves)}
    for column in _SUM[:-1]:
        for key in leaves:
            values[key][column] = _amount(rng, dense)
        total, out = sum(values[key][column] for key in leaves), _amount(rng, dense)
        carried = min(_amount(rng, dense), total + out)
        closing = {
            "results_total": total,
            "carried_out": out,
            "carried_in": carried,
            "new_received": total + out - carried,
        }
        for key, value in closing.items():
            values.setdefault(key, {})[column] = value
    for row in values.values():
        row["total"] = sum(row.values())
    return {key: {column: str(value) for column, value in row.items()} for key, row in values.items()}


def _draw_reviews(rng: random.Random, dense: bool) -> dict[str, dict[str, str]]:
    rows: dict[str, dict[str, str]] = {}
    for stage in ("review", "suit_direct", "suit_after_review"):
        values = [min(_amount(rng, dense), 99999) for _ in _OUTCOMES]
        rows[stage] = {
            key: str(value) for key, value in zip((*_OUTCOMES, "total"), (*values, sum(values)), strict=True)
        }
    return rows


def _draw_proactive(grid: Grid, rng: random.Random) -> dict[str, dict[str, str]]:
    def text(column: str) -> str:
        if column == "items_change":
            return rng.choice(("{}", "增{}", "减{}", "-{}")).format(rng.randint(1, 200))
        if column == "amount":
            return f"{rng.uniform(1, 900000):.2f}元"
        if column == "amount_10k":
            return rng.choice(
                ("0", f"{rng.uniform(0, 9):.1f}", f"{rng.uniform(1, 99999):.4f}", f"{rng.uniform(1e3, 99999):,.2f}")
            )
        return str(_amount(rng, dense=rng.random() < 0.6))

    return {line.key: {column.key: text(column.key) for column in grid.columns_of(line)} for line in grid.lines}


def main() -> None:
    """Write COUNT pictures and truth.json into DIR."""
    folder = Path(sys.argv[1])
    count, seed = (int(argument) for argument in (*sys.argv[2:], "30", "1")[:2])
    folder.mkdir(parents=True, exist_ok=True)
    truth = []
    for one in samples(count, seed):
        suffix = ".jpg" if one.degradation in ("jpegq40", "wechat500", "scan") else ".png"
        cv2.imwrite(str(folder / (one.name + suffix)), one.pixels)
        truth.append({"file": one.name + suffix, "degradation": one.degradation, "form": one.form, "truth": one.truth})
    (folder / "truth.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
