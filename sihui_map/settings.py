"""What whoever runs the application may set, each as an environment variable."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sihui_map.errors import SihuiMapError
from sihui_map.reference.place import place_of

ROOT = Path(__file__).parents[1]
SHORTEST_KEY = 8
LEAST_GUESSES = 1e9
"""A key that is found sooner is refused: at fifty guesses a second, half a year."""
LONGEST_JUDGED = 72
"""Characters; the judge takes longer the more there are."""
OWN_WORDS = ("sihui", "sihuimap", "tandafeng", "carbon", "peak")
HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?|\[[0-9a-f:.]+\]")
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True, slots=True)
class Settings:
    """SIHUI_GEODATA, SIHUI_SAMPLE (on/off), SIHUI_MAP_APPROVAL (审图号), and who may write where.

    SIHUI_GRID_FALLBACK (on/off) lets years whose grid factor is not out yet take the newest one.
    SIHUI_FACTOR_SET names the set of fuel factors that counts, instead of the place's; which there
    are, the files say.

    SIHUI_DATABASE_URL is the store's address, SIHUI_EDITOR_KEY what a writer has to know; "" lets
    nobody write in the browser. SIHUI_ALLOWED_HOSTS are the names, joined by commas, under which
    browsers may ask for the application; this machine's own always may.
    """

    geodata: Path
    with_sample: bool
    approval: str
    database_url: str
    editor_key: str
    hosts: tuple[str, ...]
    grid_fallback: bool
    factor_set: str


def read_settings() -> Settings:
    """Return the settings; a switch that is neither on nor off, or a short key, is refused."""
    with_sample = _switch("SIHUI_SAMPLE", "on")
    key = os.environ.get("SIHUI_EDITOR_KEY", "").strip()
    geodata = Path(os.environ.get("SIHUI_GEODATA", ROOT / "geodata"))
    _check_key(key, geodata)
    return Settings(
        geodata=geodata,
        with_sample=with_sample,
        grid_fallback=_switch("SIHUI_GRID_FALLBACK", "off"),
        factor_set=os.environ.get("SIHUI_FACTOR_SET", "").strip() or place_of(geodata).factor_set,
        approval=os.environ.get("SIHUI_MAP_APPROVAL", "").strip()[:60],
        database_url=os.environ.get("SIHUI_DATABASE_URL", "").strip()
        or f"sqlite:///{_usual_store(geodata).as_posix()}",
        editor_key=key,
        hosts=_hosts(os.environ.get("SIHUI_ALLOWED_HOSTS", "")),
    )


def link_to(key: str) -> str:
    """Return the address of a one-time link, as far as the settings say it."""
    names = read_settings().hosts[len(LOOPBACK) :]
    base = f"https://{names[0]}" if names else "http://localhost:8501"
    return f"{base}/welcome?key={key}"


def _usual_store(geodata: Path) -> Path:
    """Return the file that a county's data go to: that of one county is of no use to another."""
    pinyin = place_of(geodata).pinyin
    return ROOT / "var" / f"{pinyin if pinyin.isalnum() else OWN_WORDS[0]}.db"


def _switch(name: str, default: str) -> bool:
    """Tell whether a setting is on; what is neither on nor off is refused."""
    told = os.environ.get(name, default).strip().lower()
    if told not in ("on", "off"):
        msg = f"环境变量 {name} 应为 on 或 off，现为「{told[:20]}」"
        raise SihuiMapError(msg)
    return told == "on"


@lru_cache(maxsize=4)
def _check_key(key: str, geodata: Path) -> None:
    """Raise SihuiMapError for a key that someone could guess; "" is none."""
    if not key:
        return
    if len(key) < SHORTEST_KEY:
        msg = f"环境变量 SIHUI_EDITOR_KEY 至少 {SHORTEST_KEY} 个字符，现有 {len(key)} 个"
        raise SihuiMapError(msg)
    from zxcvbn import zxcvbn  # noqa: PLC0415 its word lists take a tenth of a second to load

    own = (*OWN_WORDS, *place_of(geodata).words)
    if zxcvbn(key[:LONGEST_JUDGED], user_inputs=own)["guesses"] < LEAST_GUESSES:
        msg = (
            "环境变量 SIHUI_EDITOR_KEY 太常见，容易被猜中；请用互不相关的几个词加数字，"
            "或至少 12 位随机字母和数字"
        )
        raise SihuiMapError(msg)


def _hosts(given: str) -> tuple[str, ...]:
    """Return the names of SIHUI_ALLOWED_HOSTS and this machine's own, without ports."""
    names = [name.strip().lower() for name in given.split(",") if name.strip()]
    for name in names:
        if not HOST.fullmatch(name):
            msg = (
                f"环境变量 SIHUI_ALLOWED_HOSTS 中的「{name[:40]}」不是主机名；应为逗号分隔的域名"
                "或 IP 地址，不带 http:// 和端口，如 carbon.sihui.gov.cn,10.1.2.3"
            )
            raise SihuiMapError(msg)
    return (*LOOPBACK, *names)
