"""Hostile templates: one Chinese sentence, soon, or a deck that holds nothing from outside."""

from __future__ import annotations

import contextlib
import time
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from defusedxml.ElementTree import fromstring
from pptx import Presentation

from sihui_map.documents.apart import OFFICE, deck_apart
from sihui_map.errors import IntakeError
from tests import child_tasks
from tests.documents.templates import CASES, Case, honest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sihui_map.figures import Figures

MOST_TIMES = 2.5
"""Of the time an honest template takes on the same machine, on which nobody waits 3 s for it."""
MOST_MIB = 300.0
HARMLESS = [case for case in CASES if not case.says]
REFUSED = [case for case in CASES if case.says is not None]


@pytest.fixture(scope="module")
def template() -> bytes:
    return honest()


@pytest.fixture(scope="module", autouse=True)
def _office() -> Iterator[None]:
    yield
    OFFICE.close()


@pytest.fixture(scope="module")
def honest_s(template: bytes, public_figures: Figures) -> float:
    """Return what a deck on an honest template takes, in seconds of processor time."""
    OFFICE.run(child_tasks.double, 1)
    return cpu_s_of(template, public_figures)


def cpu_s_of(body: bytes, figures: Figures) -> float:
    """Return what an attempt takes here and in the child, in seconds of processor time."""
    began = time.process_time() + OFFICE.run(time.process_time)
    with contextlib.suppress(IntakeError):
        deck_apart(figures, None, "", body)
    return time.process_time() + OFFICE.run(time.process_time) - began


def from_outside(deck: bytes) -> list[str]:
    """Return what a deck would ask of others, or run: read from parsed XML."""
    found: list[str] = []
    with ZipFile(BytesIO(deck)) as archive:
        for name in archive.namelist():
            if name.endswith(".rels"):
                for each in fromstring(archive.read(name)):
                    kind = each.get("Type", "").rpartition("/")[2]
                    if each.get("TargetMode") == "External" or kind in {"oleObject", "vbaProject"}:
                        found.append(f"{name}: {kind} {each.get('Target')}")
    return found


def test_there_are_enough_hostile_templates() -> None:
    assert len(REFUSED) >= 60
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_a_hostile_template_ends_in_one_sentence(
    case: Case, template: bytes, public_figures: Figures, honest_s: float
) -> None:
    body = case.build(template)
    began = time.process_time() + OFFICE.run(time.process_time)
    try:
        deck = deck_apart(public_figures, None, "", body)
    except IntakeError as error:
        said = str(error)
        assert (case.says or "") in said
        assert said.startswith("演示文稿模板：")
        assert "\n" not in said
        assert len(said) <= 300
    else:
        assert case.says == ""
        assert from_outside(deck) == []
    took = time.process_time() + OFFICE.run(time.process_time) - began
    assert took <= MOST_TIMES * honest_s
    assert OFFICE.run(child_tasks.peak_mib) <= MOST_MIB


@pytest.mark.parametrize("case", HARMLESS, ids=lambda case: case.name)
def test_a_harmless_one_brings_nothing_from_outside(
    case: Case, template: bytes, public_figures: Figures
) -> None:
    if case.says is None:
        deck = deck_apart(public_figures, None, "", case.build(template))

        assert from_outside(deck) == []
        assert len(Presentation(BytesIO(deck)).slides) > 10
        assert OFFICE.run(child_tasks.peak_mib) <= MOST_MIB


def test_an_honest_template_makes_the_same_deck_as_ever(
    template: bytes, public_figures: Figures
) -> None:
    from sihui_map.documents.pptx.deck import deck  # noqa: PLC0415 python-pptx takes a second to load

    assert deck_apart(public_figures, None, "", template) == deck(public_figures, template=template)
