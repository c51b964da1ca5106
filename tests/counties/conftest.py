"""The invented county: its figures with the sample and without, and a store of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sihui_map.archive import Archive
from sihui_map.store import Store
from tests.counties.county import SANZHEN

if TYPE_CHECKING:
    from sihui_map.figures import Figures


@pytest.fixture(autouse=True)
def _sanzhen(
    _own_store: None, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Let every page and command see this county and a store that only it has."""
    store = tmp_path_factory.getbasetemp() / "sanzhen.db"
    monkeypatch.setenv("SIHUI_DATABASE_URL", f"sqlite:///{store.as_posix()}")
    monkeypatch.setenv("SIHUI_GEODATA", str(SANZHEN))


@pytest.fixture(scope="session", params=["on", "off"])
def sanzhen(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Figures:
    """Return the figures of its first publication, with the sample and without."""
    return _published(tmp_path_factory, with_sample=request.param == "on")


@pytest.fixture(scope="session")
def sampled(tmp_path_factory: pytest.TempPathFactory) -> Figures:
    """Return the figures of its first publication with the sample."""
    return _published(tmp_path_factory, with_sample=True)


@pytest.fixture(params=["on", "off"])
def samples(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Switch the sample on, then off."""
    monkeypatch.setenv("SIHUI_SAMPLE", request.param)
    return str(request.param)


def _published(factory: pytest.TempPathFactory, *, with_sample: bool) -> Figures:
    store = Store(f"sqlite:///{(factory.mktemp('sanzhen') / 'store.db').as_posix()}")
    try:
        return Archive(store, SANZHEN, with_sample=with_sample).current()
    finally:
        store.close()
