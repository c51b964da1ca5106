"""What an operator should know of an installation: each finding is one line, good or bad."""

from __future__ import annotations

import os
import platform
import pyexpat
import re
import shutil
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.engine import make_url

from sihui_map.documents.maps.picture import has_chinese_font
from sihui_map.domain.access import Role
from sihui_map.errors import SihuiMapError
from sihui_map.reference.snapshot import check_factor_set, read_snapshot
from sihui_map.settings import ROOT, read_settings
from sihui_map.store import Store, migrate
from sihui_map.store.engine import create, reading
from sihui_map.store.portable import (
    broken_chain,
    count_orphans,
    database_file,
    integrity,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Engine

    from sihui_map.settings import Settings

SOUND_EXPAT = (2, 6, 3)
"""Comes with Python 3.11.10; older ones can be made to overflow or to take for ever."""
LEAST_FREE_BYTES = 500 * 1024 * 1024
ADDRESS = "SIHUI_DATABASE_URL"
HOSTS = "SIHUI_ALLOWED_HOSTS"
MAIL_SERVER = "SIHUI_SMTP_URL"
SETTINGS = (
    "SIHUI_GEODATA", "SIHUI_SAMPLE", "SIHUI_GRID_FALLBACK", "SIHUI_FACTOR_SET",
    "SIHUI_MAP_APPROVAL", "SIHUI_ACCESS", "SIHUI_FOUR_EYES", HOSTS, ADDRESS,
    MAIL_SERVER, "SIHUI_SMTP_FROM", "SIHUI_SMTP_BOOK",
)  # fmt: skip
UNKNOWN = "本系统没有这项设置，请核对名称"
GONE = "填报口令已取消，改用账号：用 account add 给每个人发链接，然后删去这项设置"
_PACKAGE = re.compile(r"^([A-Za-z][\w.-]*)", re.MULTILINE)


class Health(StrEnum):
    """How a finding is to be taken."""

    GOOD = "正常"
    HINT = "提示"
    BAD = "问题"


@dataclass(frozen=True, slots=True)
class Line:
    """One finding: what it is about, and a sentence."""

    health: Health
    about: str
    sentence: str


def place_of(url: str) -> str:
    """Return where a database is, never with its password."""
    engine = create(url)
    try:
        file = database_file(engine)
        if file is not None:
            return str(file)
        parsed = make_url(url)
        return f"{engine.dialect.name} {parsed.host or '本机'} 库 {parsed.database or '（默认）'}"
    finally:
        engine.dispose()


def examine(head: str = "") -> Iterator[Line]:
    """Yield every finding; nothing is changed, no structure brought up to date.

    ``head`` is a link that was written down earlier: it is looked for in the chain.
    """
    yield from _packages()
    yield _fonts()
    try:
        settings = read_settings()
        check_factor_set(settings.geodata, settings.factor_set)
        yield from _settings(settings)
        yield from _data_files(settings)
        yield from _database(settings, head)
    except (SihuiMapError, OSError) as error:
        yield Line(Health.BAD, "设置或数据库", str(error))


def _packages() -> Iterable[Line]:
    yield Line(Health.GOOD, "Python", f"{platform.python_version()}（{platform.system()}）")
    yield _expat()
    wanted = _PACKAGE.findall((ROOT / "requirements.txt").read_text(encoding="utf-8"))
    found: dict[str, str] = {}
    for name in wanted:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            if name != "uvloop":  # there is none for Windows
                sentence = f"缺少 {name}。请执行 pip install -r requirements.lock"
                yield Line(Health.BAD, "软件包", sentence)
    yield Line(Health.GOOD, "软件包", "、".join(f"{name} {found[name]}" for name in found))
    if find_spec("httptools"):
        sentence = "装有 httptools，它不限制请求头的大小。请执行 pip uninstall httptools"
        yield Line(Health.HINT, "软件包", sentence)


def _expat() -> Line:
    found, sound = (".".join(map(str, it)) for it in (pyexpat.version_info, SOUND_EXPAT))
    if pyexpat.version_info >= SOUND_EXPAT:
        return Line(Health.GOOD, "XML", f"expat {found}")
    sentence = (
        f"expat {found} 早于 {sound}，有已知漏洞。请换用 Python 3.11.10 或更新版本；"
        "操作系统自带、已打补丁的可以不换"
    )
    return Line(Health.HINT, "XML", sentence)


def _fonts() -> Line:
    if has_chinese_font():
        return Line(Health.GOOD, "字体", "有中文字体，地图可以输出为 PNG")
    sentence = "没有中文字体，地图只能输出为 SVG。请安装 fonts-noto-cjk 或微软雅黑"
    return Line(Health.BAD, "字体", sentence)


def _settings(settings: Settings) -> Iterable[Line]:
    for name in SETTINGS:
        told = os.environ.get(name, "").strip()
        said = place_of(settings.database_url) if name == ADDRESS else told or "未设置，用默认值"
        if name == MAIL_SERVER and told:  # its password is shown to nobody
            said = "已设置"
        yield Line(Health.GOOD, name, said)
    for name in sorted(os.environ):
        if name.startswith("SIHUI_") and name not in SETTINGS:
            yield Line(Health.HINT, name, GONE if name.endswith("_KEY") else UNKNOWN)


def _data_files(settings: Settings) -> Iterable[Line]:
    found = read_snapshot(settings.geodata, with_sample=settings.with_sample)
    for problem in found.problems:
        yield Line(Health.BAD, "数据文件", problem.sentence)
    if not found.problems:
        yield Line(Health.GOOD, "数据文件", f"{settings.geodata} 全部可读")


def _database(settings: Settings, head: str) -> Iterable[Line]:
    engine = create(settings.database_url)
    try:
        file = database_file(engine)
        yield _space(file)
        if file is not None and not file.exists():
            sentence = f"{file} 尚未建立。请运行 init，或直接启动应用"
            yield Line(Health.HINT, "数据库", sentence)
            return
        wrong = integrity(engine)
        if wrong:
            sentence = f"内容已损坏：{wrong[0]}。请用 restore 恢复最近的备份"
            yield Line(Health.BAD, "完整性", sentence)
            return
        yield Line(Health.GOOD, "完整性", "数据库完好")
        yield from _structure(engine, settings.database_url, head)
    finally:
        engine.dispose()


def _space(file: Path | None) -> Line:
    folder = Path.cwd() if file is None else file.resolve().parent
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    if free < LEAST_FREE_BYTES:
        sentence = f"{folder} 只剩 {free // 2**20} MB，少于 {LEAST_FREE_BYTES // 2**20} MB。请清理"
        return Line(Health.BAD, "磁盘", sentence)
    return Line(Health.GOOD, "磁盘", f"{folder} 还有 {free // 2**20} MB")


def _structure(engine: Engine, url: str, head: str) -> Iterable[Line]:
    with reading(engine) as connection:
        found = migrate.current(connection)
    newest = migrate.newest()
    if found != newest:
        sentence = f"结构为 {found or '（空）'}，程序需要 {newest}；下次启动或执行命令时自动更新"
        yield Line(Health.HINT, "结构", sentence)
        return
    others = migrate.differences(engine)
    orphans = count_orphans(engine)
    if others or orphans:
        sentence = f"与程序不符：{len(others)} 处结构不同，{orphans} 行没有所属。请恢复最近的备份"
        yield Line(Health.BAD, "结构", sentence)
        return
    yield Line(Health.GOOD, "结构", f"{found}，与程序一致")
    store = Store(url)
    try:
        if store.is_read_only():
            yield Line(Health.HINT, "数据库", "只读：页面照常显示，但不能填报、审核和发布")
        yield _accounts(store)
        yield from _publications(store)
        yield from _chain(store)
        if head:
            yield _witness(store, head)
    finally:
        store.close()


def _accounts(store: Store) -> Line:
    found = [own for own in store.accounts() if not own.is_disabled]
    if any(own.role is Role.ADMINISTRATOR and own.secret for own in found):
        return Line(Health.GOOD, "账号", f"{len(found)} 个在用")
    sentence = "还没有设好密码的管理员。请运行 account invite，把链接交给管理员"
    return Line(Health.HINT, "账号", sentence)


def _publications(store: Store) -> Iterable[Line]:
    wrong = broken_chain(store)
    for sentence in wrong:
        yield Line(Health.BAD, "各期", f"{sentence}。数据被改动过，请恢复最近的备份")
    latest = store.latest()
    if latest is None:
        yield Line(Health.HINT, "各期", "尚未发布任何一期。请运行 init，或直接启动应用")
    elif not wrong:
        sentence = f"共 {latest.number} 期，编号全部复算无误；最新 {latest.revision}"
        yield Line(Health.GOOD, "各期", sentence)


def _chain(store: Store) -> Iterable[Line]:
    found = store.checked_chain()
    for sentence in found.wrong:
        yield Line(Health.BAD, "链", f"{sentence}。请与备份核对，必要时恢复最近的备份")
    for sentence in found.clock:
        yield Line(Health.HINT, "时钟", f"{sentence}。当时服务器时钟倒退过，请校准")
    if not found.wrong:
        sentence = f"共 {found.number} 环，每份提交、每一步、每一期、每个名称逐条复算无误"
        yield Line(Health.GOOD, "链", sentence)
    said = f"{found.number}:{found.head}（请抄记在别处，以后用 doctor --head 核对）"
    yield Line(Health.HINT if found.wrong else Health.GOOD, "链首", said)


def _witness(store: Store, head: str) -> Line:
    if store.has_link(head):
        return Line(
            Health.GOOD, "抄记的链首", f"{head.strip()[:80]} 仍在链上，它以前的记录没有换过"
        )
    sentence = f"{head.strip()[:80]} 不在链上：抄记之后，以前的记录被换过或被截去。请与备份核对"
    return Line(Health.BAD, "抄记的链首", sentence)
