"""Readers of geodata/: the only code that opens those files."""

from __future__ import annotations

from sihui_map.reference.gdal import limit_drivers

limit_drivers()  # GDAL registers its drivers once, when pyogrio is first imported
