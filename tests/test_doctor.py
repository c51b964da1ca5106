"""What the doctor finds: each thing that can be wrong is named, with what to do."""

from __future__ import annotations

from collections import namedtuple
from importlib.metadata import PackageNotFoundError
from typing import TYPE_CHECKING

import pytest

from sihui_map import doctor
from sihui_map.doctor import Health, examine
from sihui_map.store import Store

if TYPE_CHECKING:
    from pathlib import Path

Usage = namedtuple("Usage", "total used free")  # noqa: PYI024 as shutil has it


def said(health: Health) -> str:
    return "\n".join(
        f"{line.about}：{line.sentence}" for line in examine() if line.health is health
    )


@pytest.fixture
def store(own_store: str) -> Store:
    """Return a store that holds one publication."""
    opened = Store(own_store)
    opened.begin({}, {"units.csv": b"town_code\n"})
    opened.close()
    return opened


def test_a_package_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def version(name: str) -> str:
        if name in ("shapely", "uvloop"):
            raise PackageNotFoundError(name)
        return "1.0"

    monkeypatch.setattr(doctor, "version", version)

    assert "软件包：缺少 shapely。请执行 pip install -r requirements.txt" in said(Health.BAD)
    assert "uvloop" not in said(Health.BAD)


def test_a_machine_without_a_chinese_font_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "has_chinese_font", lambda: False)

    assert "字体：没有中文字体，地图只能输出为 SVG" in said(Health.BAD)


def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: Usage(9, 9, 7 * 2**20))

    assert "只剩 7 MB，少于 500 MB。请清理" in said(Health.BAD)


def test_a_broken_data_file_is_told(geodata_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (geodata_copy / "parks.csv").unlink()
    monkeypatch.setenv("SIHUI_GEODATA", str(geodata_copy))

    assert "数据文件：geodata/parks.csv：" in said(Health.BAD)


def test_a_wrong_setting_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIHUI_SAMPLE", "maybe")

    assert "SIHUI_SAMPLE 应为 on 或 off，现为「maybe」" in said(Health.BAD)


def test_an_older_structure_is_a_hint_and_stays_as_it_is(store: Store) -> None:
    with store.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM alembic_version")

    assert "结构：结构为 （空），程序需要" in said(Health.HINT)
    with store.engine.begin() as connection:
        assert connection.exec_driver_sql("SELECT * FROM alembic_version").fetchall() == []
    store.close()


def test_a_structure_that_was_changed_is_told(store: Store) -> None:
    with store.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE frozen ADD COLUMN more TEXT")
    store.close()

    assert "结构：与程序不符：1 处结构不同，0 行没有所属" in said(Health.BAD)


def test_a_store_without_a_publication_is_a_hint(own_store: str) -> None:
    Store(own_store).close()

    assert "各期：尚未发布任何一期。请运行 init" in said(Health.HINT)


def test_a_sound_postgresql_is_in_order(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Store(postgres_url)
    opened.begin({}, {"units.csv": b"town_code\n"})
    opened.close()
    monkeypatch.setenv("SIHUI_DATABASE_URL", postgres_url)

    assert "各期：共 1 期，编号全部复算无误" in said(Health.GOOD)
    assert "完整性：数据库完好" in said(Health.GOOD)
