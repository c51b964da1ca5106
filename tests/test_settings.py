"""What whoever runs the application may set."""

from __future__ import annotations

from pathlib import Path

import pytest

from sihui_map.errors import SihuiMapError
from sihui_map.reference.snapshot import GEODATA
from sihui_map.settings import read_settings

SANZHEN = Path(__file__).parent / "counties" / "sanzhen"


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "SIHUI_GEODATA",
        "SIHUI_SAMPLE",
        "SIHUI_GRID_FALLBACK",
        "SIHUI_FACTOR_SET",
        "SIHUI_FOUR_EYES",
        "SIHUI_MAP_APPROVAL",
    ):
        monkeypatch.delenv(name, raising=False)


def test_nothing_needs_to_be_set() -> None:
    settings = read_settings()

    assert (settings.geodata, settings.with_sample, settings.approval) == (GEODATA, True, "")


def test_whether_two_people_have_to_look_is_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_settings().four_eyes
    monkeypatch.setenv("SIHUI_FOUR_EYES", "off")

    assert not read_settings().four_eyes


def test_each_county_has_a_store_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SIHUI_DATABASE_URL")
    own = read_settings().database_url
    monkeypatch.setenv("SIHUI_GEODATA", str(SANZHEN))

    other = read_settings().database_url

    assert (own.rpartition("/")[2], other.rpartition("/")[2]) == ("sihui.db", "sanzhen.db")


def test_without_a_place_the_store_is_the_usual_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("SIHUI_DATABASE_URL")
    monkeypatch.setenv("SIHUI_GEODATA", str(tmp_path))

    assert read_settings().database_url.endswith("/var/sihui.db")


@pytest.mark.parametrize(
    ("text", "on"), [("on", True), ("off", False), (" OFF ", False), ("On\n", True)]
)
def test_the_sample_is_switched_on_or_off(
    monkeypatch: pytest.MonkeyPatch, text: str, *, on: bool
) -> None:
    monkeypatch.setenv("SIHUI_SAMPLE", text)

    assert read_settings().with_sample is on


@pytest.mark.parametrize("text", ["", "yes", "0", "false", "关", "x" * 400])
def test_a_switch_that_is_neither_is_refused(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("SIHUI_SAMPLE", text)

    with pytest.raises(SihuiMapError, match=f"SIHUI_SAMPLE 应为 on 或 off，现为「{text[:20]}」$"):
        read_settings()


def test_whoever_reaches_it_reads_what_is_published_unless_it_is_closed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("SIHUI_ACCESS", raising=False)
    assert not read_settings().is_closed

    for text, is_closed in (("open", False), (" LOGIN\n", True)):
        monkeypatch.setenv("SIHUI_ACCESS", text)
        assert read_settings().is_closed is is_closed


def test_the_grid_factor_of_another_year_has_to_be_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert not read_settings().grid_fallback

    monkeypatch.setenv("SIHUI_GRID_FALLBACK", "on")

    assert read_settings().grid_fallback


@pytest.mark.parametrize(
    ("text", "name"),
    [("", "enterprise_2015"), (" provincial_2025\n", "provincial_2025")],
)
def test_the_factor_set_is_taken_by_its_name(
    monkeypatch: pytest.MonkeyPatch, text: str, name: str
) -> None:
    monkeypatch.setenv("SIHUI_FACTOR_SET", text)

    assert read_settings().factor_set == name


def test_folder_and_approval_number_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIHUI_GEODATA", "/somewhere/else")
    monkeypatch.setenv("SIHUI_MAP_APPROVAL", f"  粤S（2026）001号{'x' * 99} ")

    settings = read_settings()

    assert settings.geodata == Path("/somewhere/else")
    assert settings.approval.startswith("粤S（2026）001号")
    assert len(settings.approval) == 60
