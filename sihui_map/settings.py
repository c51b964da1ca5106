"""What whoever runs the application may set, each as an environment variable."""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from sihui_map.domain.sign_on import SignOn, sign_on_of
from sihui_map.errors import DomainError, SihuiMapError
from sihui_map.reference.place import place_of

ROOT = Path(__file__).parents[1]
USUAL_NAME = "sihui"
OPEN, LOGIN = "open", "login"
HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?|\[[0-9a-f:.]+\]")
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True, slots=True)
class Settings:
    """SIHUI_GEODATA, SIHUI_SAMPLE (on/off), SIHUI_MAP_APPROVAL (审图号), and who may see what.

    SIHUI_GRID_FALLBACK (on/off) lets years whose grid factor is not out yet take the newest one.
    SIHUI_FACTOR_SET names the set of fuel factors that counts, instead of the place's; which there
    are, the files say.

    SIHUI_DATABASE_URL is the store's address. SIHUI_ACCESS (open/login) says whether whoever
    reaches it reads what is published, or has to sign in first. SIHUI_ALLOWED_HOSTS are the names,
    joined by commas, under which browsers may ask for the application; this machine's own always
    may.

    SIHUI_FOUR_EYES (on/off) says whether whoever filled in may not approve; off is an exception,
    and each use of it is logged.

    SIHUI_SSO_FILE names a TOML file outside of the repository that describes the system by which
    people sign in; SIHUI_SSO_SECRET is what that system knows us by, also taken from
    .streamlit/secrets.toml ([sso], secret). SIHUI_LOG (text/json) is how the log is written.
    """

    geodata: Path
    with_sample: bool
    approval: str
    database_url: str
    is_closed: bool
    hosts: tuple[str, ...]
    grid_fallback: bool
    factor_set: str
    four_eyes: bool


def read_settings() -> Settings:
    """Return the settings; a switch that is neither on nor off is refused."""
    with_sample = _switch("SIHUI_SAMPLE", "on")
    geodata = Path(os.environ.get("SIHUI_GEODATA", ROOT / "geodata"))
    return Settings(
        geodata=geodata,
        with_sample=with_sample,
        grid_fallback=_switch("SIHUI_GRID_FALLBACK", "off"),
        factor_set=os.environ.get("SIHUI_FACTOR_SET", "").strip() or place_of(geodata).factor_set,
        approval=os.environ.get("SIHUI_MAP_APPROVAL", "").strip()[:60],
        database_url=os.environ.get("SIHUI_DATABASE_URL", "").strip()
        or f"sqlite:///{_usual_store(geodata).as_posix()}",
        is_closed=is_closed(),
        four_eyes=_switch("SIHUI_FOUR_EYES", "on"),
        hosts=_hosts(os.environ.get("SIHUI_ALLOWED_HOSTS", "")),
    )


@dataclass(frozen=True, slots=True)
class MailSettings:
    """SIHUI_SMTP_URL, SIHUI_SMTP_FROM, and SIHUI_SMTP_BOOK: a CSV of scopes and their addresses."""

    url: str
    sender: str
    book: Path


def read_mail_settings() -> MailSettings | None:
    """Return how mail is sent, None where nobody has set that; half of it is refused."""
    names = ("SIHUI_SMTP_URL", "SIHUI_SMTP_FROM", "SIHUI_SMTP_BOOK")
    told = [os.environ.get(name, "").strip() for name in names]
    if not any(told):
        return None
    if not all(told):
        lacking = "、".join(name for name, text in zip(names, told, strict=True) if not text)
        msg = f"发邮件要一起设 {'、'.join(names)}，现在没有 {lacking}；不发邮件的，都不要设"
        raise SihuiMapError(msg)
    return MailSettings(told[0], told[1], Path(told[2]))


def link_to(key: str, port: int = 8501) -> str:
    """Return the address of a one-time link, as far as the settings say it."""
    names = read_settings().hosts[len(LOOPBACK) :]
    base = f"https://{names[0]}" if names else f"http://localhost:{port}"
    return f"{base}/welcome?key={key}"


def _usual_store(geodata: Path) -> Path:
    """Return the file that a county's data go to: that of one county is of no use to another."""
    pinyin = place_of(geodata).pinyin
    return ROOT / "var" / f"{pinyin if pinyin.isalnum() else USUAL_NAME}.db"


def read_sign_on() -> SignOn | None:
    """Return the system by which people may sign in, None where there is none."""
    given = os.environ.get("SIHUI_SSO_FILE", "").strip()
    if not given:
        return None
    try:
        return sign_on_of(_toml(Path(given)), _sign_on_secret())
    except DomainError as error:
        msg = f"单点登录的设置文件「{Path(given).name}」：{error}"
        raise SihuiMapError(msg) from error


def _sign_on_secret() -> str:
    if told := os.environ.get("SIHUI_SSO_SECRET", "").strip():
        return told
    kept = ROOT / ".streamlit" / "secrets.toml"
    own = _toml(kept).get("sso", {}) if kept.exists() else {}
    return str(own.get("secret", "")) if isinstance(own, dict) else ""


def _toml(file: Path) -> dict[str, object]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        msg = f"读不出来（{type(error).__name__}），请核对路径、权限和 TOML 格式"
        raise DomainError(msg) from error


def logs_json() -> bool:
    """Tell whether each line of the log is one JSON object."""
    told = os.environ.get("SIHUI_LOG", "text").strip().lower()
    if told not in ("text", "json"):
        msg = f"环境变量 SIHUI_LOG 应为 text 或 json，现为「{told[:20]}」"
        raise SihuiMapError(msg)
    return told == "json"


def _switch(name: str, default: str) -> bool:
    """Tell whether a setting is on; what is neither on nor off is refused."""
    told = os.environ.get(name, default).strip().lower()
    if told not in ("on", "off"):
        msg = f"环境变量 {name} 应为 on 或 off，现为「{told[:20]}」"
        raise SihuiMapError(msg)
    return told == "on"


def is_closed() -> bool:
    """Tell whether everyone has to sign in, whatever else is set wrong."""
    return _access() == LOGIN


def _access() -> str:
    told = os.environ.get("SIHUI_ACCESS", OPEN).strip().lower()
    if told not in (OPEN, LOGIN):
        msg = f"环境变量 SIHUI_ACCESS 应为 {OPEN} 或 {LOGIN}，现为「{told[:20]}」"
        raise SihuiMapError(msg)
    return told


def _hosts(given: str) -> tuple[str, ...]:
    """Return the names of SIHUI_ALLOWED_HOSTS and this machine's own, without ports."""
    names = [name.strip().lower() for name in given.split(",") if name.strip()]
    for name in names:
        if not HOST.fullmatch(name):
            msg = (
                f"环境变量 SIHUI_ALLOWED_HOSTS 中的「{name[:40]}」不是主机名；应为逗号分隔的域名"
                "或 IP 地址，不带 http:// 和端口，如 carbon.example.gov.cn,10.1.2.3"
            )
            raise SihuiMapError(msg)
    return (*LOOPBACK, *names)
