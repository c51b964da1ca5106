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
    is_hidden: bool = False
    """Whether other pages and the search box alone lead to it, and no menu."""
    holds: str = ""
    """What else is looked for and found on it, in the words of the search box."""


PLAN = "任务指标"
"""What the plan asks for: a group of the menu."""
GROUPS = ("", PLAN, "填报", "会议", "说明")
PAGES = (
    PageEntry(
        "overview",
        "总览",
        ":material/dashboard:",
        has_map=True,
        holds="碳排放总量、各项指标的灯、哪些单位欠数据、最近变化",
    ),
    PageEntry(
        "emissions",
        "镇街排放",
        ":material/map:",
        has_map=True,
        holds="排放地图、排序、构成、人均、单位面积、单位 GDP",
    ),
    PageEntry(
        "sites",
        "能源项目",
        ":material/solar_power:",
        has_map=True,
        holds="光伏、储能、天然气、垃圾发电项目的位置、规模、阶段",
    ),
    PageEntry(
        "forest",
        "森林碳汇",
        ":material/forest:",
        has_map=True,
        holds="森林覆盖率、路径、自然保护地",
    ),
    PageEntry(
        "parks",
        "园区循环化",
        ":material/factory:",
        has_map=True,
        holds="循环化改造阶段、还缺什么、哪些园区计入分母",
    ),
    PageEntry(
        "dispatch",
        "调度",
        ":material/notification_important:",
        has_map=True,
        holds="停滞、逾期、临期、受阻的任务，按期率、清单完备度，任务落到哪个镇街",
    ),
    PageEntry(
        "tasks",
        "重点任务",
        ":material/checklist:",
        PLAN,
        holds="任务分工、牵头单位、进展、看板、时间表、条款原文、勘误待定",
    ),
    PageEntry(
        "task",
        "任务详情",
        ":material/task:",
        PLAN,
        is_hidden=True,
        holds="一项任务的原文、两种状态、时间表、历次进展、障碍、配合情况、指标、项目",
    ),
    PageEntry(
        "targets",
        "主要指标",
        ":material/flag:",
        PLAN,
        holds="目标、最新值、差距、目标分解、灯的规则",
    ),
    PageEntry(
        "target",
        "指标详情",
        ":material/track_changes:",
        PLAN,
        is_hidden=True,
        holds="一项指标的基线、路径、数值、差距、灯、分解、任务、原文",
    ),
    PageEntry(
        "town",
        "镇街自查",
        ":material/location_city:",
        has_map=True,
        holds="一个镇街的全部数据，核对、打印；哪些镇街已报、未报",
    ),
    PageEntry(
        "ledger",
        "平衡表",
        ":material/balance:",
        "填报",
        holds="各项之和与总量对照、残差、因子集对照",
    ),
    PageEntry(
        "enterprises",
        "重点用能单位",
        ":material/precision_manufacturing:",
        PLAN,
        holds="单位名单、能耗、产值、一企一策；未公开的只给该看的人看",
    ),
    PageEntry("reporting", "填报情况", ":material/fact_check:", "填报", holds="哪些镇街报了哪些表"),
    PageEntry(
        "evaluation",
        "年度评估",
        ":material/grading:",
        PLAN,
        holds="年度跟踪评估、自评、初评、终评、等级、考核、评分",
    ),
    PageEntry(
        "unit",
        "单位",
        ":material/groups:",
        PLAN,
        holds="一个部门牵头、配合哪些任务，欠什么，什么时候",
    ),
    PageEntry(
        "desk",
        "我的工作台",
        ":material/edit_note:",
        "填报",
        holds="数据填报、待办、下载模板、上传、送审、登录",
    ),
    PageEntry(
        "review",
        "审核台",
        ":material/rule:",
        "填报",
        holds="审核、退回、发布、填报期、催报、催办、平衡表说明",
    ),
    PageEntry("revisions", "历次发布", ":material/history:", "填报", holds="各期、两期相比、存档"),
    PageEntry(
        "accounts",
        "账号",
        ":material/manage_accounts:",
        "填报",
        holds="谁能做什么、设密码的链接、停用、操作记录",
    ),
    PageEntry(
        "materials",
        "会议材料",
        ":material/folder_open:",
        "会议",
        holds="幻灯片、报告、通报、镇街自查表、离线包、数据手册、催办单",
    ),
    PageEntry(
        "path",
        "达峰情景",
        ":material/timeline:",
        PLAN,
        holds="煤改气、新增光伏、能效、用能增长各动多少，到末年排多少；情景，不是预测",
    ),
    PageEntry("present", "汇报", ":material/slideshow:", "会议", holds="全屏放映、问答"),
    PageEntry(
        "sources",
        "来源与方法",
        ":material/menu_book:",
        "说明",
        holds="公式、排放因子、电网因子、折标煤、检查规则、数据文件、全部数值",
    ),
    PageEntry("manual", "用户手册", ":material/help:", "说明", holds="怎样看、怎样填报、怎样开会"),
)
WITH_MAP = {
    "/" if entry is PAGES[0] else f"/{entry.slug}": entry.slug for entry in PAGES if entry.has_map
}
"""The pages with a map, by path."""
