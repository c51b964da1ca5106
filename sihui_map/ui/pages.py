"""The pages: address, title, icon, and the map each of them shows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

PAGES_DIR = Path(__file__).parents[2] / "pages"


@dataclass(frozen=True, slots=True)
class PageEntry:
    """One page; ``slug`` is both its file and its address, ``group`` the menu it stands in."""

    slug: str
    title: str
    icon: str
    group: str = ""
    has_map: bool = False
    """Whether a map stands on it, which then bears its name; it has a first look (ui/first.py)."""


GROUPS = ("", "填报", "会议", "说明")
PAGES = (
    PageEntry("overview", "总览", ":material/dashboard:", has_map=True),
    PageEntry("emissions", "镇街排放", ":material/map:", has_map=True),
    PageEntry("sites", "能源项目", ":material/solar_power:", has_map=True),
    PageEntry("forest", "森林碳汇", ":material/forest:", has_map=True),
    PageEntry("parks", "园区循环化", ":material/factory:", has_map=True),
    PageEntry("tasks", "重点任务", ":material/checklist:"),
    PageEntry("targets", "主要指标", ":material/flag:"),
    PageEntry("town", "镇街自查", ":material/location_city:"),
    PageEntry("ledger", "平衡表", ":material/balance:", "填报"),
    PageEntry("reporting", "填报情况", ":material/fact_check:", "填报"),
    PageEntry("intake", "数据填报", ":material/upload_file:", "填报"),
    PageEntry("revisions", "历次发布", ":material/history:", "填报"),
    PageEntry("accounts", "账号", ":material/manage_accounts:", "填报"),
    PageEntry("materials", "会议材料", ":material/folder_open:", "会议"),
    PageEntry("present", "汇报", ":material/slideshow:", "会议"),
    PageEntry("sources", "来源与方法", ":material/menu_book:", "说明"),
    PageEntry("manual", "用户手册", ":material/help:", "说明"),
)
WITH_MAP = {
    "/" if entry is PAGES[0] else f"/{entry.slug}": entry.slug for entry in PAGES if entry.has_map
}
"""The pages with a map, by path."""
