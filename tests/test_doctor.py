"""What the doctor finds: each thing that can be wrong is named, with what to do."""

from __future__ import annotations

from collections import namedtuple
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError
from typing import TYPE_CHECKING

import pytest

from sihui_map import doctor
from sihui_map.doctor import Health, examine
from sihui_map.store import Store
from sihui_map.store.writers import beginning, naming

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
    beginning.begin(opened, {}, {"units.csv": b"town_code\n"})
    opened.close()
    return opened


def test_a_package_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def version(name: str) -> str:
        if name in ("shapely", "uvloop"):
            raise PackageNotFoundError(name)
        return "1.0"

    monkeypatch.setattr(doctor, "version", version)

    assert "软件包：缺少 shapely。请执行 pip install -r requirements.lock" in said(Health.BAD)
    assert "uvloop" not in said(Health.BAD)


@pytest.mark.parametrize(
    ("found", "health", "words"),
    [
        ((2, 5, 0), Health.HINT, "XML：expat 2.5.0 早于 2.6.3，有已知漏洞。请换用 Python 3.11.10"),
        ((2, 6, 3), Health.GOOD, "XML：expat 2.6.3"),
        ((2, 10, 0), Health.GOOD, "XML：expat 2.10.0"),
    ],
)
def test_an_old_reader_of_xml_is_a_hint(
    monkeypatch: pytest.MonkeyPatch, found: tuple[int, int, int], health: Health, words: str
) -> None:
    monkeypatch.setattr("pyexpat.version_info", found)

    assert words in said(health)


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


@pytest.mark.parametrize(
    ("name", "told", "sentence"),
    [
        ("SIHUI_SAMPLE", "maybe", "应为 on 或 off，现为「maybe」"),
        ("SIHUI_FACTOR_SET", "ipcc", "应为 enterprise_2015 或 provincial_2025，现为「ipcc」"),
    ],
)
def test_a_wrong_setting_is_told(
    monkeypatch: pytest.MonkeyPatch, name: str, told: str, sentence: str
) -> None:
    monkeypatch.setenv(name, told)

    assert f"{name} {sentence}" in said(Health.BAD)


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
    beginning.begin(opened, {}, {"units.csv": b"town_code\n"})
    opened.close()
    monkeypatch.setenv("SIHUI_DATABASE_URL", postgres_url)

    assert "各期：共 1 期，编号全部复算无误" in said(Health.GOOD)
    assert "完整性：数据库完好" in said(Health.GOOD)


def test_the_head_of_the_chain_is_told_to_be_written_down(store: Store) -> None:
    head = store.head()
    store.close()

    assert "链：共 1 环，每份提交、每一步、每一期、每个名称逐条复算无误" in said(Health.GOOD)
    assert f"链首：{head}（请抄记在别处，以后用 doctor --head 核对）" in said(Health.GOOD)


def test_a_record_that_was_altered_is_told(store: Store) -> None:
    with store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE publication SET who = '赵六'")
    store.close()

    assert "链：第 1 期与入链时不符（第 1 环）：编号、发布人、时间" in said(Health.BAD)
    assert "链首：1:" in said(Health.HINT)


def test_a_clock_that_ran_backwards_is_a_hint(own_store: str) -> None:
    times = iter([datetime(2026, 11, day, tzinfo=UTC) for day in (20, 19)])
    opened = Store(own_store, now=lambda: next(times))
    beginning.begin(opened, {}, {"units.csv": b"town_code\n"})
    naming.freeze(opened, 1, "起点", who="王强")
    opened.close()

    assert "时钟：存档名称「起点」的时间 2026-11-19 08:00:00 早于它前面的第 1 期" in said(
        Health.HINT
    )
    assert said(Health.BAD).count("链") == 0


def test_a_head_that_was_written_down_is_looked_for(store: Store) -> None:
    head = store.head()
    store.close()

    kept = [line for line in examine(head) if line.about == "抄记的链首"]
    lost = [line for line in examine(f"2{head[1:]}") if line.about == "抄记的链首"]

    assert [line.health for line in kept + lost] == [Health.GOOD, Health.BAD]
    assert "以前的记录被换过或被截去" in lost[0].sentence
