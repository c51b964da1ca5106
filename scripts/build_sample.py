"""Write the sample data in `geodata/sample`: invented numbers, made so that they fit the plan.

Run `python scripts/build_sample.py` from the repository. The same reference files and the same
seed give the same bytes. Every row says 示例: nothing here was reported by anyone.
"""

from __future__ import annotations

import csv
import io
import json
import random
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

GEODATA = Path(__file__).resolve().parents[1] / "geodata"
SEED = "sihui-sample-1"
KIND = "示例"
SOURCE = "示例数据,由 scripts/build_sample.py 生成,非真实数据"
RETRIEVED = "2026-11"
YEARS = (2020, 2021, 2022, 2023, 2024, 2025)

PLANT = "plant-zhongdian"
TRANSPORT = "transport-unallocated"
CITY = "city"

COAL, PETROL, DIESEL, LPG, GAS = "烟煤", "汽油", "柴油", "液化石油气", "天然气"
POWER_IN, POWER_OUT = "电力调入", "电力调出"
UNITS = {
    COAL: "t",
    PETROL: "t",
    DIESEL: "t",
    LPG: "t",
    GAS: "10^4 Nm3",
    POWER_IN: "10^4 kWh",
    POWER_OUT: "10^4 kWh",
}
FACTOR_SET = "enterprise_2015"  # the set the sample ledger closes with
CO2_PER_C = 44 / 12

CITY_TOTAL_2020_T = 2_941_700  # 规划原文 一、发展基础: 294.17 万吨
RESIDUAL_SHARE = 0.0045  # a real balance never closes to the tonne: leave a visible rest
# Guangdong's grid factor of 2020 is not published, so this row is declared, not computed.
NET_POWER_2020_T = -298_600
CITY_AREA_HA = 116_638  # 1166.38 km2 without 大旺, 市情页面 2018

# City totals of the sample. Coal of 2020 is what closes the ledger; the rest follows from it.
COAL_PATH = {2020: 1.0, 2021: 0.965, 2022: 0.928, 2023: 0.899, 2024: 0.866, 2025: 0.838}
OIL_PATH = {2020: 1.0, 2021: 1.012, 2022: 1.021, 2023: 1.035, 2024: 1.044, 2025: 1.050}
GAS_PATH = {2020: 1.0, 2021: 1.046, 2022: 1.079, 2023: 1.125, 2024: 1.168, 2025: 1.207}
TOWN_2020 = {PETROL: 12_000, DIESEL: 26_000, LPG: 14_000, GAS: 13_500}
TRANSPORT_2020 = {PETROL: 62_000, DIESEL: 70_000, LPG: 620, GAS: 600}
PLANT_OUT = {  # 10^4 kWh sent out by 2×400 MW: some 4000 hours a year
    2020: 322_000,
    2021: 330_500,
    2022: 326_200,
    2023: 338_400,
    2024: 345_100,
    2025: 350_600,
}
PLANT_GAS_NM3_PER_KWH = {
    2020: 0.2006,
    2021: 0.2001,
    2022: 0.2004,
    2023: 0.1996,
    2024: 0.1992,
    2025: 0.1990,
}
POWER_USED = {  # 10^4 kWh, all towns
    2020: 250_000,
    2021: 258_300,
    2022: 264_900,
    2023: 273_600,
    2024: 281_400,
    2025: 290_200,
}
POWER_OUT_BY_TOWN = {  # 10^4 kWh a town feeds into the grid: small hydro, PV, waste heat
    "441284102": (1500, 1620, 1850, 2050, 2190, 2340),  # 威整镇: net exporter from 2022
    "441284103": (260, 290, 310, 370, 400, 430),  # 罗源镇
    "441284105": (320, 520, 840, 1260, 1650, 2010),  # 大沙镇
    "441284107": (480, 510, 530, 600, 660, 720),  # 石狗镇
    "441284108": (820, 870, 930, 1040, 1120, 1190),  # 黄田镇
    "441284110": (1180, 1310, 1490, 1650, 1820, 1940),  # 江谷镇
}

POPULATION = {
    2020: 526_457,
    2021: 527_985,
    2022: 529_490,
    2023: 530_974,
    2024: 532_250,
    2025: 533_410,
}
GDP_CENTI = {  # 0.01×10^8 CNY; 2022 is the published 483.66
    2020: 43_992,
    2021: 46_281,
    2022: 48_366,
    2023: 50_703,
    2024: 52_850,
    2025: 55_212,
}
FOREST_SHARE = {2020: 0.5550, 2021: 0.5562, 2022: 0.5575, 2023: 0.5587, 2024: 0.5599, 2025: 0.5610}


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """What the reference file says about one town in scope."""

    town_code: str
    name: str
    lon: float
    lat: float
    area_ha: float


@dataclass(frozen=True, slots=True)  # not kw_only: one line per town reads like the table it is
class Profile:
    """Invented weights of one town within the city; only their proportions count."""

    coal: float
    gas: float
    power: float
    gdp: float
    people_2020: int
    people_growth: float
    forest_share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One output file and what its sidecar says."""

    name: str
    title: str
    about: str
    columns: Mapping[str, str]
    rows: Sequence[Sequence[str]]


PROFILES = {
    # coal, gas, power, GDP, people 2020, their growth a year, forest share
    "441284001": Profile(40, 100, 90, 130, 95_126, 0.004, 0.10),  # 城中街道
    "441284002": Profile(140, 260, 300, 300, 190_784, 0.007, 0.28),  # 东城街道
    "441284003": Profile(100, 70, 80, 90, 45_318, 0.005, 0.55),  # 贞山街道
    "441284100": Profile(160, 160, 120, 100, 28_407, 0.003, 0.45),  # 龙甫镇
    "441284101": Profile(40, 5, 15, 25, 17_236, -0.006, 0.63),  # 地豆镇
    "441284102": Profile(10, 0, 6.8, 8, 8_512, -0.009, 0.81),  # 威整镇
    "441284103": Profile(5, 0, 4.6, 7, 8_943, -0.008, 0.72),  # 罗源镇
    "441284104": Profile(50, 12, 25, 25, 14_165, -0.006, 0.67),  # 迳口镇
    "441284105": Profile(160, 240, 200, 170, 51_500, 0.006, 0.08),  # 大沙镇
    "441284107": Profile(50, 10, 18, 20, 14_091, -0.007, 0.72),  # 石狗镇
    "441284108": Profile(25, 3, 12, 15, 12_058, -0.008, 0.70),  # 黄田镇
    "441284110": Profile(140, 120, 100, 80, 21_934, -0.004, 0.69),  # 江谷镇
    "441284113": Profile(80, 20, 30, 30, 18_383, -0.005, 0.58),  # 下茆镇
}


@dataclass(frozen=True, slots=True)  # not kw_only: one line per project
class SiteSpec:
    """One invented project; an empty ``mw`` means that no capacity was stated.

    ``offset`` is in degrees (lon, lat) from the town's seat; without it the place is the town.
    """

    town_code: str
    name: str
    stage: str
    year: str
    mw: str
    mwh: str = ""
    offset: tuple[float, float] | None = None
    clauses: str = ""  # empty: the clause of its kind


PV_SITES = (
    SiteSpec(
        "441284105", "大沙镇工业厂房屋顶光伏一期", "投产", "2021", "12.5", offset=(0.0081, 0.0042)
    ),
    SiteSpec("441284105", "大沙镇工业厂房屋顶光伏二期", "投产", "2024", "18.0"),
    SiteSpec("441284105", "大沙镇物流仓库屋顶光伏", "在建", "2026", "9.6"),
    SiteSpec("441284105", "大沙镇园区光伏配储一体化", "前期", "", "30.0", clauses="7|9"),
    SiteSpec(
        "441284002", "东城街道铜加工厂房屋顶光伏", "投产", "2022", "8.2", offset=(-0.0064, 0.0073)
    ),
    SiteSpec("441284002", "东城街道农贸市场屋顶光伏", "投产", "2023", "0.6"),
    SiteSpec("441284002", "东城街道中学屋顶光伏", "在建", "2026", "0.8"),
    SiteSpec("441284002", "东城街道公共停车场光伏车棚", "前期", "", "1.2"),
    SiteSpec("441284001", "城中街道小学屋顶光伏", "投产", "2023", "0.3", offset=(0.0037, -0.0029)),
    SiteSpec("441284001", "城中街道医院屋顶光伏", "谋划", "", ""),
    SiteSpec("441284003", "贞山街道厂房屋顶光伏", "投产", "2022", "4.8"),
    SiteSpec("441284003", "贞山街道批发市场屋顶光伏", "暂停", "", "2.4"),
    SiteSpec(
        "441284100", "龙甫镇电子厂房屋顶光伏一期", "投产", "2023", "7.5", offset=(0.0090, 0.0065)
    ),
    SiteSpec("441284100", "龙甫镇电子厂房屋顶光伏二期", "在建", "2027", "10.4"),
    SiteSpec("441284110", "江谷镇化工仓储屋顶光伏", "投产", "2024", "6.3"),
    SiteSpec("441284110", "江谷镇标准厂房屋顶光伏", "在建", "2026", "5.1"),
    SiteSpec("441284113", "下茆镇养殖大棚屋顶光伏", "投产", "2025", "2.2"),
    SiteSpec("441284104", "迳口镇村级屋顶光伏", "前期", "", "1.5"),
    SiteSpec("441284101", "地豆镇中心小学屋顶光伏", "投产", "2024", "0.4"),
    SiteSpec("441284107", "石狗镇林产厂房屋顶光伏", "终止", "", "3.0"),
    SiteSpec("441284108", "黄田镇农产品市场屋顶光伏", "谋划", "", "0.7"),
    SiteSpec("", "全市公共机构屋顶光伏整体开发", "谋划", "", ""),
)
STORAGE_SITES = (
    SiteSpec("441284105", "大沙镇用户侧储能", "投产", "2024", "5.0", "10.0"),
    SiteSpec("441284002", "东城街道厂区储能", "在建", "2026", "3.0", "6.0", clauses="7|9"),
    SiteSpec(
        "441284100", "龙甫镇园区储能", "投产", "2025", "10.0", "20.0", offset=(-0.0052, 0.0058)
    ),
    SiteSpec("441284110", "江谷镇用户侧储能", "前期", "", "6.0", "12.0"),
    SiteSpec("441284003", "贞山街道光储充一体站", "暂停", "", "0.5", "1.0", clauses="7|9"),
    SiteSpec("", "全市共享储能", "谋划", "", "50.0", "100.0"),
)
KIND_KEYS = {"distributed_pv": ("pv", "7"), "battery_storage": ("ess", "9")}  # id part, clause
STAGE_TEXT = {
    "谋划": "示例：列入储备，尚未备案",
    "前期": "示例：已备案，正在设计",
    "在建": "示例：正在施工，年份为计划投产年",
    "投产": "示例：已并网运行",
    "暂停": "示例：屋顶或场地条件变化，暂停",
    "终止": "示例：投资主体退出，终止",
}

DONE, ONGOING, NOT_BEGUN, UNHEARD = "已完成", "推进中", "未启动", ""
# By the park's name in parks.csv, which holds its id. Per year (2023, 2024, 2025): stage, heat
# recovery, aluminium ash, recovery point, smart management, circular system. Which parks are
# 省级以上 is not established: the two "yes" are an assumption of the sample.
PARKS: dict[str, tuple[str, tuple[tuple[str, str, str, str, str, str], ...]]] = {
    "肇庆高新区四会产业园": (
        "yes",
        (
            ("实施中", ONGOING, ONGOING, NOT_BEGUN, ONGOING, ONGOING),
            ("实施中", DONE, ONGOING, DONE, ONGOING, DONE),
            ("已完成", DONE, DONE, DONE, DONE, DONE),
        ),
    ),
    "广东省(肇庆)大型产业集聚区四会大沙片区": (
        "yes",
        (
            ("方案编制", NOT_BEGUN, NOT_BEGUN, NOT_BEGUN, ONGOING, NOT_BEGUN),
            ("实施中", ONGOING, NOT_BEGUN, ONGOING, ONGOING, ONGOING),
            ("实施中", DONE, ONGOING, ONGOING, DONE, ONGOING),
        ),
    ),
    "南江工业园": (
        "",
        (
            ("未启动", NOT_BEGUN, NOT_BEGUN, NOT_BEGUN, NOT_BEGUN, NOT_BEGUN),
            ("方案编制", NOT_BEGUN, NOT_BEGUN, ONGOING, NOT_BEGUN, NOT_BEGUN),
            ("实施中", ONGOING, ONGOING, ONGOING, NOT_BEGUN, ONGOING),
        ),
    ),
    "马房富溪工业园": (
        "",
        (
            ("未启动", NOT_BEGUN, UNHEARD, NOT_BEGUN, NOT_BEGUN, NOT_BEGUN),
            ("未启动", NOT_BEGUN, UNHEARD, NOT_BEGUN, NOT_BEGUN, NOT_BEGUN),
            ("方案编制", ONGOING, NOT_BEGUN, NOT_BEGUN, NOT_BEGUN, NOT_BEGUN),
        ),
    ),
    "四会江谷精细化工基地": (
        "",
        (
            ("方案编制", ONGOING, NOT_BEGUN, NOT_BEGUN, ONGOING, NOT_BEGUN),
            ("实施中", ONGOING, NOT_BEGUN, ONGOING, ONGOING, ONGOING),
            ("实施中", DONE, NOT_BEGUN, ONGOING, DONE, ONGOING),
        ),
    ),
    "肇庆(四会)电子信息产业园": (
        "",
        (
            ("未启动", UNHEARD, UNHEARD, UNHEARD, UNHEARD, UNHEARD),
            ("未启动", UNHEARD, UNHEARD, UNHEARD, UNHEARD, UNHEARD),
            ("未启动", UNHEARD, UNHEARD, UNHEARD, UNHEARD, UNHEARD),
        ),
    ),
}
PARK_YEARS = (2023, 2024, 2025)

# First lead unit as the annex writes it; tasks without an entry have sent nothing.
LEADS = {
    "市发改局": (4, 5, 6, 7, 9, 10, 12, 13, 26, 32, 36, 37),
    "市工信局": (1, 2, 14, 16, 17, 25),
    "广东电网四会供电局": (8, 21),
    "市住建局": (19, 20),
    "市交通局": (22, 24),
    "肇庆高新区四会产业园管理局": (27,),
    "市科技局": (28, 30),
    "市林业局": (34,),
    "市国资局": (38,),
    "市委宣传部": (39,),
}
# Per task, oldest first: day, status, what was done, what comes next.
UPDATES: dict[int, tuple[tuple[str, str, str, str], ...]] = {
    1: (
        ("2026-03-20", "推进中", "完成一批企业上云意向摸底", "组织服务商对接"),
        ("2026-09-18", "推进中", "铝材、铜材企业开始接入平台", "年底前复核接入数量"),
    ),
    2: (
        ("2026-02-27", "推进中", "招商目录清单征求意见", "汇总意见后报审"),
        ("2026-06-30", "已完成", "招商目录清单已印发", "按目录开展招商"),
    ),
    4: (
        ("2026-02-12", "推进中", "更新燃煤锅炉清单", "核对退出时间"),
        ("2026-05-29", "推进中", "两台锅炉完成改气", "安排下一批改造"),
        ("2026-09-22", "推进中", "供热管网覆盖范围复核完毕", "逐台签订退出承诺"),
    ),
    5: (("2026-08-11", "推进中", "完成上半年油品消费统计", "分析货运用油增长原因"),),
    6: (
        ("2026-03-31", "推进中", "门站用地手续补充材料", "等候批复"),
        ("2026-09-10", "滞后", "管网一段未按计划开工", "协调用地后重排工期"),
    ),
    7: (
        ("2026-04-15", "推进中", "完成第二批屋顶资源调查", "公布可开发屋顶清单"),
        ("2026-07-21", "推进中", "三个屋顶光伏项目并网", "跟进在建项目"),
        ("2026-09-28", "推进中", "新增两个项目备案", "核实各镇街并网容量"),
    ),
    8: (
        ("2026-05-08", "常态化推进", "完成两条线路改造", "安排迎峰度夏保供"),
        ("2026-09-04", "常态化推进", "新能源接入未出现受限", "编制下一年改造计划"),
    ),
    9: (("2026-03-12", "滞后", "储能项目接入方案仍在调整", "与电网企业再次会商"),),
    10: (
        ("2026-04-28", "推进中", "节能审查意见落实情况自查", "抽查部分项目"),
        ("2026-08-26", "推进中", "抽查完成,问题已反馈", "督促限期整改"),
    ),
    12: (("2026-09-15", "推进中", "重点用能单位节能诊断过半", "汇总诊断建议"),),
    13: (
        ("2026-02-25", "前期准备", "收集设备更新需求", "对接以旧换新政策"),
        ("2026-07-09", "推进中", "首批电机和变压器更新", "登记能效等级"),
    ),
    14: (("2026-08-05", "推进中", "清洁生产审核企业名单确定", "分批开展审核"),),
    16: (
        ("2026-03-05", "前期准备", "化工企业燃料结构摸底", "形成改造意向表"),
        ("2026-09-08", "推进中", "两家企业启动工艺改造", "跟踪改造前后能耗"),
    ),
    17: (("2026-06-18", "推进中", "企业碳排放数据接入试点", "扩大接入范围"),),
    19: (
        ("2026-04-10", "推进中", "新建建筑绿色标准执行检查", "通报检查结果"),
        ("2026-09-24", "推进中", "公共建筑能耗限额名单更新", "开展限额对标"),
    ),
    20: (("2026-02-10", "前期准备", "收集餐饮用气用电情况", "选取电气化试点街区"),),
    21: (("2026-07-30", "推进中", "农村电网改造完成年度任务六成", "加快剩余台区施工"),),
    22: (
        ("2026-03-26", "推进中", "公交电动化比例复核", "制定城市配送车辆更新计划"),
        ("2026-06-12", "推进中", "一批配送车辆完成更新", "补建充电设施"),
        ("2026-09-30", "推进中", "港口岸电使用情况统计", "提高岸电使用率"),
    ),
    24: (("2026-08-20", "推进中", "服务区快充设施巡检完毕", "补充乡镇充电桩"),),
    25: (("2026-03-30", "推进中", "废旧物资回收网点布局调整", "明确网点建设时序"),),
    26: (
        ("2026-05-15", "推进中", "分类投放点改造", "完善收运线路"),
        ("2026-09-11", "推进中", "厨余垃圾处置能力评估", "提出扩能建议"),
    ),
    27: (
        ("2026-04-22", "推进中", "余热利用项目台账更新", "对未启动园区开展辅导"),
        ("2026-09-25", "推进中", "铝灰回收试点扩大", "报送园区循环化改造进展"),
    ),
    28: (("2026-02-18", "未启动", "专项经费尚未安排", "与财政部门沟通"),),
    30: (
        ("2026-02-20", "前期准备", "征集替代燃料研究课题", "组织专家评审"),
        ("2026-07-16", "调整取消", "原定课题并入上级项目", "配合上级项目实施"),
    ),
    32: (("2026-03-18", "前期准备", "梳理可交流的合作议题", "联系对口城市"),),
    34: (
        ("2026-03-12", "推进中", "春季造林作业完成", "开展成活率检查"),
        ("2026-08-28", "推进中", "中幼林抚育过半", "更新年度森林资源数据"),
    ),
    36: (("2026-08-17", "常态化推进", "节能宣传周和低碳日活动已举办", "准备校园宣讲"),),
    37: (("2026-09-02", "常态化推进", "绿色生活创建单位复核", "公布年度名单"),),
    38: (
        ("2026-04-01", "前期准备", "发出一企一策编制通知", "收集企业方案"),
        ("2026-08-07", "推进中", "部分企业提交方案初稿", "组织集中审核"),
    ),
    39: (("2026-06-25", "常态化推进", "碳达峰内容列入培训计划", "安排下半年专题班"),),
}


def read_towns(geodata: Path) -> list[Town]:
    """Read the towns in scope, in the order of the reference file."""
    with (geodata / "units.csv").open(encoding="utf-8", newline="") as file:
        return [
            Town(
                town_code=row["town_code"],
                name=row["name"],
                lon=float(row["seat_lon"]),
                lat=float(row["seat_lat"]),
                area_ha=float(row["area_km2"]) * 100,
            )
            for row in csv.DictReader(file)
            if row["in_scope"] == "yes"
        ]


def read_park_ids(geodata: Path) -> dict[str, str]:
    """Read the id of each park by its name."""
    with (geodata / "parks.csv").open(encoding="utf-8", newline="") as file:
        return {row["name"]: row["park_id"] for row in csv.DictReader(file)}


def read_tco2_per_unit(geodata: Path) -> dict[str, float]:
    """Read the fuels of the default factor set and work out tCO2 per unit burnt."""
    with (geodata / "emission_factors.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["fuel"]: float(row["ncv_gj_per_unit"])
            * float(row["carbon_content_tc_per_tj"])
            / 1000
            * float(row["oxidation"])
            * CO2_PER_C
            for row in csv.DictReader(file)
            if row["factor_set"] == FACTOR_SET
        }


def jitter(key: str, spread: float) -> float:
    """Return a factor near 1 that depends on ``key`` and the seed alone."""
    stream = random.Random(f"{SEED}/{key}")  # noqa: S311 sample noise, nothing secret
    return 1 + stream.uniform(-spread, spread)


def apportion(total: int, weights: Mapping[str, float]) -> dict[str, int]:
    """Split ``total`` into whole parts by weight; the parts sum to ``total`` exactly."""
    whole = sum(weights.values())
    exact = {key: total * weight / whole for key, weight in weights.items()}
    parts = {key: int(value) for key, value in exact.items()}
    by_remainder = sorted(exact, key=lambda key: parts[key] - exact[key])
    for key in by_remainder[: total - sum(parts.values())]:
        parts[key] += 1
    return parts


def fuel_weight(profile: Profile, fuel: str) -> float:
    """Return how much of the city's ``fuel`` a town uses, before noise."""
    people = profile.people_2020 / 500
    weights = {
        COAL: profile.coal,
        GAS: profile.gas,
        POWER_IN: profile.power,
        PETROL: people + profile.gdp / 4,
        DIESEL: people / 4 + profile.gdp + 20,
        LPG: people + 12,
    }
    return weights[fuel]


def split_by_town(total: int, fuel: str, year: int) -> dict[str, int]:
    """Split one year's city amount of ``fuel`` over the towns."""
    weights = {
        code: fuel_weight(profile, fuel)
        * jitter(f"{fuel}/{code}", 0.08)
        * jitter(f"{fuel}/{code}/{year}", 0.004)
        for code, profile in PROFILES.items()
    }
    return apportion(total, weights)


def path_of(fuel: str) -> Mapping[int, float]:
    """Return the path that ``fuel`` follows from 2020 on, 2020 being 1."""
    if fuel == COAL:
        return COAL_PATH
    return GAS_PATH if fuel == GAS else OIL_PATH


def plant_gas(year: int) -> int:
    """Return the plant's gas in 10^4 Nm3; kWh and Nm3 are both counted in 10^4."""
    return round(PLANT_OUT[year] * PLANT_GAS_NM3_PER_KWH[year])


def closing_coal_t(tco2_per_unit: Mapping[str, float]) -> int:
    """Return the town coal of 2020, in t, that leaves just the intended residual."""
    direct_t = plant_gas(2020) * tco2_per_unit[GAS]
    for amounts in (TOWN_2020, TRANSPORT_2020):
        direct_t += sum(amount * tco2_per_unit[fuel] for fuel, amount in amounts.items())
    coal_tco2 = CITY_TOTAL_2020_T * (1 - RESIDUAL_SHARE) - NET_POWER_2020_T - direct_t
    return round(coal_tco2 / tco2_per_unit[COAL])


def town_amounts(coal_2020_t: int) -> dict[tuple[str, int, str], int]:
    """Return what the towns use, by town code, year and fuel."""
    base = {COAL: coal_2020_t, **TOWN_2020}
    amounts: dict[tuple[str, int, str], int] = {}
    for year in YEARS:
        city = {fuel: round(amount * path_of(fuel)[year]) for fuel, amount in base.items()}
        city[POWER_IN] = POWER_USED[year]
        for fuel, total in city.items():
            for code, amount in split_by_town(total, fuel, year).items():
                amounts[code, year, fuel] = amount
    for code, series in POWER_OUT_BY_TOWN.items():
        for year, amount in zip(YEARS, series, strict=True):
            amounts[code, year, POWER_OUT] = amount
    return amounts


def source_amounts() -> dict[tuple[str, int, str], int]:
    """Return what the plant and unallocated transport use, by source, year and fuel."""
    amounts: dict[tuple[str, int, str], int] = {}
    for year in YEARS:
        amounts[PLANT, year, GAS] = plant_gas(year)
        amounts[PLANT, year, POWER_OUT] = PLANT_OUT[year]
        for fuel, amount in TRANSPORT_2020.items():
            amounts[TRANSPORT, year, fuel] = round(amount * path_of(fuel)[year])
    return amounts


def energy_use(geodata: Path) -> Table:
    """Build the activity data of towns, plant and transport."""
    coal_2020_t = closing_coal_t(read_tco2_per_unit(geodata))
    amounts = town_amounts(coal_2020_t) | source_amounts()
    areas = [*PROFILES, PLANT, TRANSPORT]
    rows = [
        (area, str(year), fuel, str(amounts[area, year, fuel]), UNITS[fuel], KIND, SOURCE)
        for area in areas
        for year in YEARS
        for fuel in UNITS
        if (area, year, fuel) in amounts
    ]
    return Table(
        name="energy_use",
        title="示例：能源活动数据（2020—2025）",
        about=(
            "13 个镇街、中电四会热电（plant-zhongdian）"
            "和未分摊的交通运输（transport-unallocated）的能源活动量。"
            "按 enterprise_2015 因子集核算，2020 年与规划原文 294.17 万吨对上，平衡差额 0.45%。"
            "0 表示没有使用，不是缺报；电力调出只列有外送的单元。"
        ),
        columns={
            "area_id": "镇街统计用区划代码（9 位），或排放源编号",
            "year": "年份",
            "fuel": "能源品种",
            "amount": "活动量，单位见 unit 列",
            "unit": "单位：t（吨）、10^4 Nm3（万标准立方米）、10^4 kWh（万千瓦时）",
            "kind": "值的性质",
            "source": "来源",
        },
        rows=rows,
    )


def ledger_reported() -> Table:
    """Build the one ledger row that is declared instead of computed."""
    note = "广东 2020 年电网排放因子未公开,2020 年净调入电力排放为示例申报值,不由本系统核算"
    return Table(
        name="ledger_reported",
        title="示例：平衡表申报值（2020）",
        about="2020 年平衡表中不由活动量核算的一行：净调入电力的排放，净调出为负。",
        columns={
            "year": "年份",
            "row_id": "平衡表行：net_electricity 净调入电力",
            "tco2": "排放量，单位 t CO2，净调出为负",
            "kind": "值的性质",
            "source": "来源",
            "note": "说明",
        },
        rows=[("2020", "net_electricity", str(NET_POWER_2020_T), KIND, SOURCE, note)],
    )


def people_by_town(year: int) -> dict[str, int]:
    """Split the city's residents of ``year`` over the towns."""
    weights = {
        code: profile.people_2020 * (1 + profile.people_growth) ** (year - YEARS[0])
        for code, profile in PROFILES.items()
    }
    return apportion(POPULATION[year], weights)


def gdp_by_town(year: int) -> dict[str, int]:
    """Split the city's product of ``year`` over the towns, in 0.01×10^8 CNY."""
    weights = {
        code: profile.gdp * jitter(f"gdp/{code}", 0.06) * jitter(f"gdp/{code}/{year}", 0.006)
        for code, profile in PROFILES.items()
    }
    return apportion(GDP_CENTI[year], weights)


def town_context() -> Table:
    """Build residents and product by town."""
    people = {year: people_by_town(year) for year in YEARS}
    gdp = {year: gdp_by_town(year) for year in YEARS}
    rows = [
        (code, str(year), str(people[year][code]), f"{gdp[year][code] / 100:.2f}", KIND, SOURCE)
        for code in PROFILES
        for year in YEARS
    ]
    return Table(
        name="town_context",
        title="示例：镇街常住人口与地区生产总值（2020—2025）",
        about=(
            "镇街合计在 2020 年（526457 人）、2023 年（530974 人）和 2022 年（483.66 亿元）"
            "与公开的全市数一致；其余年份和全部镇街值为示例。"
        ),
        columns={
            "area_id": "镇街统计用区划代码（9 位）",
            "year": "年份",
            "population": "常住人口，单位人",
            "gdp_1e8_cny": "地区生产总值，单位亿元",
            "kind": "值的性质",
            "source": "来源",
        },
        rows=rows,
    )


def forest_by_town(towns: Sequence[Town], year: int) -> dict[str, int]:
    """Split the city's forest of ``year`` over the towns, in 0.1 ha."""
    weights = {
        town.town_code: PROFILES[town.town_code].forest_share * town.area_ha for town in towns
    }
    return apportion(round(CITY_AREA_HA * FOREST_SHARE[year] * 10), weights)


def forest_cover(towns: Sequence[Town]) -> Table:
    """Build the forest area of the city and its towns."""
    by_year = {year: forest_by_town(towns, year) for year in YEARS}
    tenths = {(CITY, year): sum(parts.values()) for year, parts in by_year.items()}
    tenths |= {(code, year): by_year[year][code] for code in PROFILES for year in YEARS}
    rows = [
        (area, str(year), f"{amount / 10:.1f}", KIND, SOURCE)
        for (area, year), amount in tenths.items()
    ]
    return Table(
        name="forest_cover",
        title="示例：森林面积（2020—2025）",
        about=(
            "计入森林覆盖率的森林面积。city 行等于镇街之和；"
            "全市覆盖率以 1166.38 km2 为分母，由 55.5% 升至 56.1%，略低于 56.3% 的目标。"
        ),
        columns={
            "area_id": "city 为全市（不含大旺），其余为镇街统计用区划代码（9 位）",
            "year": "年份",
            "forest_ha": "森林面积，单位公顷",
            "kind": "值的性质",
            "source": "来源",
        },
        rows=rows,
    )


def missing_note(site: SiteSpec) -> str:
    """Say what is not known about a site, or that its coordinates are invented."""
    notes = []
    if site.offset:
        notes.append("坐标为示例，不是真实位置")
    elif site.town_code:
        notes.append("只到镇街，无坐标")
    else:
        notes.append("只到全市，镇街未定")
    if not site.mw:
        notes.append("容量未定")
    return "示例：" + "；".join(notes) + "。"


def place_cells(site: SiteSpec, towns: Mapping[str, Town]) -> tuple[str, str, str, str, str]:
    """Return town code, town text, precision, lon and lat as text."""
    if not site.town_code:
        return "", "", "city", "", ""
    town = towns[site.town_code]
    if not site.offset:
        return town.town_code, town.name, "town", "", ""
    lon, lat = town.lon + site.offset[0], town.lat + site.offset[1]
    return town.town_code, town.name, "point", f"{lon:.5f}", f"{lat:.5f}"


def capacity_text(site: SiteSpec) -> str:
    """Word the capacity as a person would."""
    if not site.mw:
        return ""
    return f"{site.mw} MW/{site.mwh} MWh" if site.mwh else f"{site.mw} MW"


def site_rows(
    kind: str, sites: Iterable[SiteSpec], towns: Mapping[str, Town]
) -> list[tuple[str, ...]]:
    """Return the rows of one kind of site."""
    prefix, clause = KIND_KEYS[kind]
    return [
        (
            f"sample-{prefix}-{number:02d}",
            f"示例·{site.name}",
            kind,
            site.clauses or clause,
            site.stage,
            STAGE_TEXT[site.stage],
            site.mw,
            site.mwh,
            "",  # no year of operation is invented
            capacity_text(site),
            site.year,
            *place_cells(site, towns),
            KIND,
            SOURCE,
            "",  # confidence: there is nothing to trust
            missing_note(site),
        )
        for number, site in enumerate(sites, start=1)
    ]


def sites(towns: Sequence[Town]) -> Table:
    """Build the invented projects."""
    by_code = {town.town_code: town for town in towns}
    return Table(
        name="sites",
        title="示例：分布式光伏与储能项目",
        about=(
            "28 个虚构项目，名称均以“示例·”开头，与任何企业无关；列与项目参考表相同。"
            "5 个项目有坐标，坐标也是示例。"
        ),
        columns={
            "site_id": "项目编号",
            "name": "项目名称",
            "kind": "项目类型：distributed_pv 分布式光伏、battery_storage 电化学储能",
            "clauses": "对应规划条款，多个以 | 分隔",
            "stage": "阶段：谋划、前期、在建、投产、暂停、终止",
            "stage_text": "阶段说明",
            "capacity_mw": "功率，单位 MW（光伏为装机容量），空为未定",
            "capacity_mwh": "储能容量，单位 MWh，光伏为空",
            "annual_mwh": "最近一年发电量，单位 MWh，示例不编造",
            "capacity_text": "规模的文字写法",
            "commission_year": "投产年份；在建项目为计划投产年份",
            "town_code": "镇街统计用区划代码（9 位），空为未定",
            "town_text": "镇街名称",
            "place_precision": "位置精度：point 坐标、town 到镇街、city 到全市",
            "lon": "经度，WGS84，度",
            "lat": "纬度，WGS84，度",
            "value_kind": "值的性质",
            "source": "来源",
            "confidence": "可信度：示例数据不评，一律留空",
            "missing_note": "缺什么，或坐标为示例的说明",
        },
        rows=[
            *site_rows("distributed_pv", PV_SITES, by_code),
            *site_rows("battery_storage", STORAGE_SITES, by_code),
        ],
    )


def park_progress(park_ids: Mapping[str, str]) -> Table:
    """Build the yearly state of circular renewal of each park."""
    rows = [
        (park_ids[name], str(year), stage, provincial, *checklist, KIND, SOURCE)
        for name, (provincial, years) in PARKS.items()
        for year, (stage, *checklist) in zip(PARK_YEARS, years, strict=True)
    ]
    return Table(
        name="park_progress",
        title="示例：园区循环化改造进展（2023—2025）",
        about="条款 27 的阶段和清单。哪些园区属省级以上没有公开依据，provincial 列只是示例假设。",
        columns={
            "park_id": "园区编号",
            "year": "年份",
            "stage": "阶段：未启动、方案编制、实施中、已完成",
            "provincial": "是否省级以上：yes、no，空为级别待核；示例假设",
            "heat_recovery": "余热回收利用：未启动、推进中、已完成，空为未收到信息",
            "aluminium_ash": "铝灰等工业固废回收和再利用，取值同 heat_recovery",
            "recovery_point": "废旧物质回收点或中心，取值同 heat_recovery",
            "smart_management": "智能化园区管理，取值同 heat_recovery",
            "circular_system": "园区循环经济管理制度，取值同 heat_recovery",
            "kind": "值的性质",
            "source": "来源",
        },
        rows=rows,
    )


def task_updates() -> Table:
    """Build what the lead units would have sent about their tasks."""
    unit_by_task = {task: unit for unit, tasks in LEADS.items() for task in tasks}
    rows = [
        (
            str(task),
            day,
            status,
            f"示例:{progress}。",
            f"示例:{next_step}。",
            unit_by_task[task],
            KIND,
            SOURCE,
        )
        for task, updates in UPDATES.items()
        for day, status, progress, next_step in updates
    ]
    return Table(
        name="task_updates",
        title="示例：任务调度（2026 年 2 月至 9 月）",
        about="40 项任务中 30 项有一至三次调度，10 项没有收到信息；截止 2026-09-30。",
        columns={
            "task_no": "附件 1 序号",
            "day": "填报日期（ISO）",
            "status": "自报状态：未启动、前期准备、推进中、滞后、已完成、常态化推进、调整取消",
            "progress": "进展",
            "next_step": "下一步",
            "unit": "填报单位：附件 1 的第一牵头单位",
            "kind": "值的性质",
            "source": "来源",
        },
        rows=rows,
    )


def tables(geodata: Path) -> list[Table]:
    """Build every sample table from the reference files in ``geodata``."""
    towns = read_towns(geodata)
    return [
        energy_use(geodata),
        ledger_reported(),
        town_context(),
        forest_cover(towns),
        sites(towns),
        park_progress(read_park_ids(geodata)),
        task_updates(),
    ]


def csv_bytes(table: Table) -> bytes:
    """Return the table as UTF-8 without a byte-order mark, lines ended by LF."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows(table.rows)
    return text.getvalue().encode()


def _toml(text: str) -> str:
    """Return ``text`` as a TOML basic string, which is what JSON makes of it."""
    return json.dumps(text, ensure_ascii=False)


def sidecar_bytes(table: Table) -> bytes:
    """Return the sidecar: where the file comes from and what each column means."""
    head = {
        "title": table.title,
        "about": table.about,
        "source": SOURCE,
        "licence": "Apache-2.0",
        "retrieved": RETRIEVED,
        "kind": KIND,
        "confidence": "无：示例数据，不反映任何实际情况",
    }
    lines = [f"{key} = {_toml(text)}" for key, text in head.items()]
    lines += ["", "[columns]"]
    lines += [f"{column} = {_toml(text)}" for column, text in table.columns.items()]
    return ("\n".join(lines) + "\n").encode()


def build(geodata: Path) -> dict[str, bytes]:
    """Return the content of every sample file by its name."""
    files: dict[str, bytes] = {}
    for table in tables(geodata):
        files[f"{table.name}.csv"] = csv_bytes(table)
        files[f"{table.name}.meta.toml"] = sidecar_bytes(table)
    return files


def main() -> None:
    """Write the sample files and name them."""
    folder = GEODATA / "sample"
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in build(GEODATA).items():
        (folder / name).write_bytes(content)
        print(f"wrote geodata/sample/{name}: {len(content)} bytes")


if __name__ == "__main__":
    main()
