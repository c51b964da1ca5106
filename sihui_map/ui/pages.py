"""The pages: address, title, icon, and the map each of them shows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

PAGES_DIR = Path(__file__).parents[2] / "pages"


@dataclass(frozen=True, slots=True)
class PageEntry:
    """One page; ``slug`` is both its file and its address."""

    slug: str
    title: str
    icon: str


PAGES = (
    PageEntry("overview", "总览", ":material/dashboard:"),
    PageEntry("emissions", "镇街排放", ":material/map:"),
    PageEntry("sites", "能源项目", ":material/solar_power:"),
    PageEntry("forest", "森林碳汇", ":material/forest:"),
    PageEntry("parks", "园区循环化", ":material/factory:"),
    PageEntry("tasks", "重点任务", ":material/checklist:"),
    PageEntry("targets", "主要指标", ":material/flag:"),
    PageEntry("town", "镇街自查", ":material/location_city:"),
    PageEntry("sources", "来源与方法", ":material/menu_book:"),
    PageEntry("manual", "用户手册", ":material/help:"),
)
