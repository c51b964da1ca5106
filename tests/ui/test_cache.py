"""The figures in memory: one object while nothing changes, a new one when a file does."""

from __future__ import annotations

import gc
import os
import weakref
from typing import TYPE_CHECKING

import pytest

from sihui_map.ui import cache

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def editable(geodata_copy: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the invented county that the application reads."""
    monkeypatch.setenv("SIHUI_GEODATA", str(geodata_copy))
    return geodata_copy


@pytest.mark.usefixtures("editable")
def test_nothing_is_read_twice_while_nothing_changes() -> None:
    assert cache.figures() is cache.figures()


def test_a_changed_file_is_read_again(editable: Path) -> None:
    before = cache.figures()
    facts = editable / "city_context.csv"
    facts.write_text(facts.read_text("utf-8").replace(",17.9,", ",18.9,"), encoding="utf-8")

    after = cache.figures()

    assert before.city_total(2031).known == pytest.approx(179_000)
    assert after.city_total(2031).known == pytest.approx(189_000)
    assert after.snapshot.revision != before.snapshot.revision


def test_a_touched_file_is_the_same_state(editable: Path) -> None:
    before = cache.figures()
    os.utime(editable / "sites.csv", (1, 1))

    after = cache.figures()

    assert after is not before
    assert after.snapshot.revision == before.snapshot.revision


def test_a_removed_file_is_noticed(editable: Path) -> None:
    cache.figures()
    (editable / "parks.csv").unlink()

    (problem,) = cache.figures().snapshot.problems

    assert "parks.csv" in problem.sentence


@pytest.mark.usefixtures("editable")
def test_samples_switched_off_are_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    with_sample = cache.figures()
    monkeypatch.setenv("SIHUI_SAMPLE", "off")

    assert with_sample.years
    assert cache.figures().years == ()


def test_another_factor_set_counts_at_once(editable: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("emission_factors.csv", "heat_factors.csv"):
        header, *rows = (editable / name).read_text("utf-8").splitlines()
        others = [row.replace("enterprise_2015", "another_2031") for row in rows]
        (editable / name).write_text("\n".join([header, *rows, *others, ""]), encoding="utf-8")
    before = cache.figures()
    monkeypatch.setenv("SIHUI_FACTOR_SET", "another_2031")

    assert before.snapshot.factor_set == "enterprise_2015"
    assert cache.figures().snapshot.factor_set == "another_2031"


def test_of_changed_files_only_the_last_state_is_kept(editable: Path) -> None:
    before = weakref.ref(cache.figures())

    os.utime(editable / "sites.csv", (1, 1))
    now = cache.figures()
    gc.collect()

    assert before() is None
    assert cache.figures() is now
