"""A page photographed at an angle is set as if seen from above; a scanned one, askew or not, is left as it is."""

from __future__ import annotations

import cv2
import numpy
import pytest
from yusuan.converters.readers.page.upright import Turn
from yusuan.converters.readers.scan import picture, scanned_rules
from yusuan.converters.readers.scan.perspective import flattened

SCALE = 200 / 72
WIDTH, HEIGHT = 1650, 1100
COLUMNS, ROWS = (150, 420, 700, 1100, 1500), range(200, 901, 70)


def page() -> numpy.ndarray:
    """A table of four columns and ten rows with a text in each cell, in dots of 200 to the inch."""
    image = numpy.full((HEIGHT, WIDTH, 3), 255, numpy.uint8)
    for x in COLUMNS:
        cv2.line(image, (x, ROWS[0]), (x, ROWS[-1]), (0, 0, 0), 3)
    for y in ROWS:
        cv2.line(image, (COLUMNS[0], y), (COLUMNS[-1], y), (0, 0, 0), 3)
    for x in COLUMNS[:-1]:
        for y in ROWS[:-1]:
            cv2.putText(image, "12.50", (x + 20, y + 45), cv2.FONT_HERSHEY_SIMPLEX, 1, (0, 0, 0), 2)
    return image


def photographed(corners: list[tuple[float, float]]) -> tuple[numpy.ndarray, numpy.ndarray]:
    """The page with its corners (from the upper left one, clockwise) seen there, on a dark desk; and the map to that."""
    whole = numpy.array([(0, 0), (WIDTH, 0), (WIDTH, HEIGHT), (0, HEIGHT)], numpy.float32)
    matrix = cv2.getPerspectiveTransform(whole, numpy.array(corners, numpy.float32))
    return cv2.warpPerspective(page(), matrix, (WIDTH, HEIGHT), borderValue=(60, 60, 70)), matrix


FROM_BELOW = [(90, 60), (WIDTH - 110, 40), (WIDTH - 10, HEIGHT - 30), (20, HEIGHT - 20)]
FROM_ASIDE = [(30, 20), (WIDTH - 60, 90), (WIDTH - 40, HEIGHT - 110), (60, HEIGHT - 20)]
#: From so far that lines stay parallel, aslant all the same.
FROM_AFAR = [(60, 60), (WIDTH - 100, 20), (WIDTH - 20, HEIGHT - 60), (140, HEIGHT - 20)]


@pytest.mark.parametrize("corners", [FROM_BELOW, FROM_ASIDE, FROM_AFAR])
def test_the_cells_of_a_photographed_table_are_found(corners):
    seen, _ = photographed(corners)
    clean = picture.cleaned(seen, SCALE)
    assert clean.seen is not None
    tables, _ = scanned_rules.find_tables(clean.grey, picture.ink(clean.stamped, SCALE), SCALE)
    assert max(map(len, tables)) == (len(COLUMNS) - 1) * (len(ROWS) - 1)


@pytest.mark.parametrize("corners", [FROM_BELOW, FROM_ASIDE])
def test_a_cell_leads_back_to_where_the_photograph_shows_it(corners):
    seen, matrix = photographed(corners)
    clean = picture.cleaned(seen, SCALE)
    tables, _ = scanned_rules.find_tables(clean.grey, picture.ink(clean.stamped, SCALE), SCALE)
    first = min(max(tables, key=len), key=lambda cell: cell[0] + cell[1])
    box = Turn(0, clean.askew, clean.size, clean.seen).displayed(first)
    drawn = numpy.array([[(x, y) for x in COLUMNS[:2] for y in ROWS[:2]]], numpy.float32)
    shown = cv2.perspectiveTransform(drawn, matrix)[0] / SCALE
    expected = (*shown.min(axis=0), *shown.max(axis=0))
    assert box == pytest.approx(expected, abs=2.5)


@pytest.mark.parametrize("degrees", [0.0, -1.2, 4.0])
def test_a_scanned_page_is_left_as_it_is(degrees):
    turn = cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), degrees, 1)
    scanned = cv2.warpAffine(page(), turn, (WIDTH, HEIGHT), borderValue=(255, 255, 255))
    flat, view = flattened(scanned, SCALE)
    assert view is None
    assert flat is scanned


def test_a_page_without_rules_is_left_as_it_is():
    blank = numpy.full((HEIGHT, WIDTH, 3), 255, numpy.uint8)
    assert flattened(blank, SCALE)[1] is None
    for y in range(100, 1000, 60):
        cv2.putText(
            blank, "what is printed here is no table at all", (100, y), cv2.FONT_HERSHEY_SIMPLEX, 1, (0, 0, 0), 2
        )
    assert flattened(blank, SCALE)[1] is None
