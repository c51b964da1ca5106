"""What whoever runs the application may set, each as an environment variable."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from sihui_map.errors import SihuiMapError
from sihui_map.reference.snapshot import GEODATA


@dataclass(frozen=True, slots=True)
class Settings:
    """SIHUI_GEODATA, SIHUI_SAMPLE (on/off), SIHUI_MAP_APPROVAL (审图号)."""

    geodata: Path
    with_sample: bool
    approval: str


def read_settings() -> Settings:
    """Return the settings; a switch that is neither on nor off is refused."""
    sample = os.environ.get("SIHUI_SAMPLE", "on").strip().lower()
    if sample not in ("on", "off"):
        msg = f"环境变量 SIHUI_SAMPLE 应为 on 或 off，现为「{sample[:20]}」"
        raise SihuiMapError(msg)
    return Settings(
        geodata=Path(os.environ.get("SIHUI_GEODATA", GEODATA)),
        with_sample=sample == "on",
        approval=os.environ.get("SIHUI_MAP_APPROVAL", "").strip()[:60],
    )
