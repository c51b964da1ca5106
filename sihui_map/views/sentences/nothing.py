"""What a page says where a table has no row: it cannot be read, or there is nothing in it yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sihui_map.figures import Figures

TARGETS, PARKS, RESERVES = "plan/targets.csv", "parks.csv", "protected_areas.csv"
TASKS, SITES = "plan/tasks.csv", "sites.csv"
TOWNS, BOUNDARIES = "units.csv", "boundaries.geojson"


def is_unread(figures: Figures, file: str) -> bool:
    """Tell whether the ``file`` cannot be read; else a table without a row is just empty."""
    return any(problem.file == file for problem in figures.snapshot.problems)


def lack_of(figures: Figures, file: str, what: str) -> str:
    """Return why there is nothing of ``what``, which stands in ``file``, without a full stop."""
    return f"{what}无法读取" if is_unread(figures, file) else f"暂无{what}"


def nothing_of(figures: Figures, file: str, *, unread: str, none: str) -> str:
    """Return ``unread`` where the ``file`` cannot be read, else that there is ``none``."""
    if is_unread(figures, file):
        return f"{unread}无法读取，请看下方提示。"
    return f"暂无{none}。"


def no_targets(figures: Figures) -> str:
    """Say why no target is shown."""
    return nothing_of(figures, TARGETS, unread="方案指标文件", none="方案指标")
