"""What whoever runs the application may set, each as an environment variable."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from sihui_map.errors import SihuiMapError

ROOT = Path(__file__).parents[1]
SHORTEST_KEY = 8


@dataclass(frozen=True, slots=True)
class Settings:
    """SIHUI_GEODATA, SIHUI_SAMPLE (on/off), SIHUI_MAP_APPROVAL (审图号), and who may write where.

    SIHUI_DATABASE_URL is the store's address, SIHUI_EDITOR_KEY what a writer has to know; "" lets
    nobody write in the browser.
    """

    geodata: Path
    with_sample: bool
    approval: str
    database_url: str
    editor_key: str


def read_settings() -> Settings:
    """Return the settings; a switch that is neither on nor off, or a short key, is refused."""
    sample = os.environ.get("SIHUI_SAMPLE", "on").strip().lower()
    if sample not in ("on", "off"):
        msg = f"环境变量 SIHUI_SAMPLE 应为 on 或 off，现为「{sample[:20]}」"
        raise SihuiMapError(msg)
    key = os.environ.get("SIHUI_EDITOR_KEY", "").strip()
    if key and len(key) < SHORTEST_KEY:
        msg = f"环境变量 SIHUI_EDITOR_KEY 至少 {SHORTEST_KEY} 个字符，现有 {len(key)} 个"
        raise SihuiMapError(msg)
    return Settings(
        geodata=Path(os.environ.get("SIHUI_GEODATA", ROOT / "geodata")),
        with_sample=sample == "on",
        approval=os.environ.get("SIHUI_MAP_APPROVAL", "").strip()[:60],
        database_url=os.environ.get("SIHUI_DATABASE_URL", "").strip()
        or f"sqlite:///{(ROOT / 'var' / 'sihui.db').as_posix()}",
        editor_key=key,
    )
