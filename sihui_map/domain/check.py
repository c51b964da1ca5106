"""The checks of what is handed in: one table of rules with thresholds, and what they find."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sihui_map.domain.energy import OUTWARD
from sihui_map.domain.progress import ACCEPTABLE_DAYS

if TYPE_CHECKING:
    from sihui_map.domain.place import Place

CHANGE_PERCENT = 30.0
SLIP_FACTOR = 1e4
SLIP_TOLERANCE = 2.0
FUEL_SUM_PERCENT = 1.0
PEER_FACTOR = 5.0
PV_HOURS_MIN, PV_HOURS_MAX = 600.0, 1500.0
RESIDUAL_PERCENT = 3.0
YEAR_MIN = 2005
LAST_PLAN_YEAR = 2060
"""Until when something may be planned: the year of 碳中和."""


class Severity(StrEnum):
    """An error blocks; a warning asks for 确认无误 and a reason; a notice only tells."""

    ERROR = "错误"
    WARNING = "提醒"
    NOTICE = "已更正"


class Rule(StrEnum):
    """What can be found, in the order the page lists it."""

    FILE = "文件"
    TEMPLATE = "模板版本"
    CODE = "代码"
    UNIT = "单位"
    MISSING = "缺行缺值"
    DUPLICATE = "重复行"
    NUMBER = "数字"
    NEGATIVE = "负数"
    YEAR = "年份"
    DATE = "日期"
    CHOICE = "选项"
    PLACE = "坐标"
    PRECISION = "位置精度"
    FORMULA = "公式"
    TEXT = "文字"
    SETTLED = "终评已定"
    STAGE = "分解阶段"
    UNKNOWN = "名录外的代码"
    TASK = "任务状态"
    CONFLICT = "与已发布的冲突"
    YEAR_ON_YEAR = "与上年相比"
    SLIP = "单位差一万倍"
    FUEL_SUM = "分项与合计"
    PEERS = "与同类镇街相比"
    PV_HOURS = "光伏发电量"
    BACKWARDS = "园区进度倒退"
    BACKDATED = "补报的办结日期"
    EVIDENCE = "没有附件"
    RESIDUAL = "平衡差额"
    ALLOTTED = "分解与目标"
    FROM_SAMPLE = "示例改为实际"
    DECLARED = "填全声明"
    MERGED = "模板较早"
    NORMALISED = "写法统一"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleText:
    """One rule as the page 来源与方法 prints it, in the words of any place (``Place.says``)."""

    rule: Rule
    severity: Severity
    test: str
    remedy: str

    def test_in(self, place: Place) -> str:
        """Return when the rule is kept, as it is said in ``place``."""
        return place.says(self.test)

    def remedy_in(self, place: Place) -> str:
        """Return what to do where it is not kept, as it is said in ``place``."""
        return place.says(self.remedy)


RULES: tuple[RuleText, ...] = (
    RuleText(
        rule=Rule.FILE,
        severity=Severity.ERROR,
        test="文件是未加密、不含宏和外部链接的 .xlsx，或 UTF-8、GB18030 编码的 CSV；"
        "不超过 20 MB、20000 行、200 列",
        remedy="下载最新模板，把数据粘贴为数值后另存为 .xlsx",
    ),
    RuleText(
        rule=Rule.TEMPLATE,
        severity=Severity.ERROR,
        test="模板版本与本系统一致，工作表和表头没有改动",
        remedy="下载最新模板，把数据粘贴过去",
    ),
    RuleText(
        rule=Rule.CODE,
        severity=Severity.ERROR,
        test="代码与名称相符，新增的对象有代码和名称，单个镇街的模板不填别的镇街",
        remedy="从下拉框中选择，不要改动灰色的代码列；新增对象写明代码和名称",
    ),
    RuleText(
        rule=Rule.UNIT,
        severity=Severity.ERROR,
        test="单位与该能源品种规定的单位相同",
        remedy="换算成表头或下拉框给出的单位",
    ),
    RuleText(
        rule=Rule.MISSING,
        severity=Severity.ERROR,
        test="必填的格子不空；已发布过的行没有整行不见",
        remedy="补上内容；确实没有数值的，整行留空，不要填 0",
    ),
    RuleText(
        rule=Rule.DUPLICATE,
        severity=Severity.ERROR,
        test="同一对象同一年份同一品种只有一行",
        remedy="合并或删去重复的一行",
    ),
    RuleText(
        rule=Rule.NUMBER,
        severity=Severity.ERROR,
        test="数值格子里是数字，不是文字、带单位的数或科学计数法文本；森林不大于土地面积",
        remedy="只填数字，例如 1234.5",
    ),
    RuleText(
        rule=Rule.NEGATIVE,
        severity=Severity.ERROR,
        test="除平衡表申报项外，数值不为负",
        remedy=OUTWARD,
    ),
    RuleText(
        rule=Rule.YEAR,
        severity=Severity.ERROR,
        test=f"年份在 {YEAR_MIN} 年到今年之间；计划投产年份可到 {LAST_PLAN_YEAR} 年；"
        "目标分解在方案印发那一年到方案最后一年之间",
        remedy="改成四位年份",
    ),
    RuleText(
        rule=Rule.DATE,
        severity=Severity.ERROR,
        test=f"日期存在，且不晚于今天；任务时间表的期限可到 {LAST_PLAN_YEAR} 年",
        remedy="写成 2026-09-30 这样的日期",
    ),
    RuleText(
        rule=Rule.CHOICE,
        severity=Severity.ERROR,
        test="状态、性质、类型等是规定的词",
        remedy="从下拉框中选择",
    ),
    RuleText(
        rule=Rule.PLACE,
        severity=Severity.ERROR,
        test="坐标是 WGS84 经纬度且在{place}范围内；经纬度没有写反，也不是 GCJ-02 火星坐标",
        remedy="改用 WGS84 坐标；拿不准就把位置精度改为「镇街」并去掉坐标",
    ),
    RuleText(
        rule=Rule.PRECISION,
        severity=Severity.ERROR,
        test="每个项目都写明位置精度：精确位置必须有坐标，镇街必须有镇街代码",
        remedy="在「位置精度」列选择精确位置、镇街或{whole}",
    ),
    RuleText(
        rule=Rule.FORMULA,
        severity=Severity.ERROR,
        test="格子里是数值，不是没有计算结果的公式",
        remedy="复制后选择性粘贴为数值",
    ),
    RuleText(
        rule=Rule.TEXT,
        severity=Severity.ERROR,
        test="文字不超过 500 字，不含控制字符",
        remedy="缩短文字或重新输入",
    ),
    RuleText(
        rule=Rule.SETTLED,
        severity=Severity.ERROR,
        test="已发布终评的对象，自评、初评和终评不再改、不再撤",
        remedy="在「年度评定」填「更正得分」和「更正理由」，与终评并列",
    ),
    RuleText(
        rule=Rule.STAGE,
        severity=Severity.ERROR,
        test="目标分解由提出到商定、批准，可以退回提出；批准以后只能凭新的文件改数值，或者清空",
        remedy="改数值的，写明新的批准文件或会议；撤销的，清空这一行并写明理由",
    ),
    RuleText(
        rule=Rule.UNKNOWN,
        severity=Severity.WARNING,
        test="镇街、排放源、园区、指标、能源品种的代码都在名录中；不在的，只有这一行不读取",
        remedy="要填这一行的，从下拉框中选择后重新上传；不填的写明理由",
    ),
    RuleText(
        rule=Rule.TASK,
        severity=Severity.ERROR,
        test="任务的状态按规定的顺序变化；受阻写明障碍和解除条件，已完成、调整取消、并入、已销号写明依据；"
        "牵头单位报状态，配合单位补配合情况；批准过的期限改动时写明新的批准文件",
        remedy="改正状态，或补上障碍、解除条件、依据、批准文件",
    ),
    RuleText(
        rule=Rule.CONFLICT,
        severity=Severity.WARNING,
        test="模板生成以后，本表改过的格子没有别人发布过另一个值",
        remedy="以本表为准的写明理由；不写理由的保留已发布的值，这一行不提交",
    ),
    RuleText(
        rule=Rule.YEAR_ON_YEAR,
        severity=Severity.WARNING,
        test=f"与上年相比变化不超过 ±{CHANGE_PERCENT:g}%",
        remedy="核对数值；确认无误的写明理由",
    ),
    RuleText(
        rule=Rule.SLIP,
        severity=Severity.WARNING,
        test="与上年或已发布值相比不是约一万倍或万分之一（吨与万吨、kWh 与万 kWh、m³ 与万 m³）",
        remedy="核对单位；确认无误的写明理由",
    ),
    RuleText(
        rule=Rule.FUEL_SUM,
        severity=Severity.WARNING,
        test=f"各能源品种折标煤之和与填报合计相差不超过 {FUEL_SUM_PERCENT:g}%",
        remedy="核对各品种或合计；确认无误的写明理由",
    ),
    RuleText(
        rule=Rule.PEERS,
        severity=Severity.WARNING,
        test=f"人均排放在同类（镇或街道）中位数的 {PEER_FACTOR:g} 倍与 1/{PEER_FACTOR:g} 之间",
        remedy="核对数值；确认无误的写明理由",
    ),
    RuleText(
        rule=Rule.PV_HOURS,
        severity=Severity.WARNING,
        test=f"光伏年发电量折合 {PV_HOURS_MIN:g}–{PV_HOURS_MAX:g} 小时",
        remedy="核对容量和发电量；确认无误的写明理由",
    ),
    RuleText(
        rule=Rule.BACKWARDS,
        severity=Severity.WARNING,
        test="园区的阶段和清单各项不比上一次报告倒退",
        remedy="核对状态；确认无误的写明理由",
    ),
    RuleText(
        rule=Rule.BACKDATED,
        severity=Severity.WARNING,
        test=f"期限已过以后才报、却写在期限以前办结的，办结日期距报送不超过 {ACCEPTABLE_DAYS} 天",
        remedy="核对办结日期和办结依据；确认无误的写明为什么当时没有报",
    ),
    RuleText(
        rule=Rule.EVIDENCE,
        severity=Severity.WARNING,
        test="任务报已完成、已销号的，这一行后面有证明文件（附件）",
        remedy="在「我的工作台」这一行的「历年」里加附件；文件不能放进系统的，写明在哪里可以查到",
    ),
    RuleText(
        rule=Rule.RESIDUAL,
        severity=Severity.WARNING,
        test=f"平衡差额不超过{{whole}}总量的 {RESIDUAL_PERCENT:g}%",
        remedy="核对各项；仍超过的，发布前必须写书面说明",
    ),
    RuleText(
        rule=Rule.ALLOTTED,
        severity=Severity.WARNING,
        test="商定、批准以后，同一目标、目标年份各单位的分解值之和等于目标；百分数和单位不同的不加",
        remedy="核对各单位的分解值；有意留有余量或尚未分完的，写明理由",
    ),
    RuleText(
        rule=Rule.FROM_SAMPLE,
        severity=Severity.WARNING,
        test="性质从「示例」改成别的，数值却一个都没有变",
        remedy="核对是不是真的恰好相同；相同的，写明依据",
    ),
    RuleText(
        rule=Rule.DECLARED,
        severity=Severity.WARNING,
        test="声明填全的镇街和年份有填报的行，没有「示例」的行，也没有撤回的行：空着的都按 0 计",
        remedy="还没有填完的，清空「是」；确实没有的，写明理由",
    ),
    RuleText(
        rule=Rule.MERGED,
        severity=Severity.NOTICE,
        test="模板由最新一期生成；较早的模板里没有改过的格子，保留后来发布的值",
        remedy="无须处理",
    ),
    RuleText(
        rule=Rule.NORMALISED,
        severity=Severity.NOTICE,
        test="全角数字、千分位逗号、多余空格和不可见字符已统一写法，公式取计算结果，数值不变；"
        "多出的工作表不读取",
        remedy="无须处理",
    ),
)


def rule_text(rule: Rule) -> RuleText:
    """Return severity, test and remedy of ``rule``."""
    return next(text for text in RULES if text.rule is rule)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one rule found: where (sheet or file, cell address), a whole sentence, what to do.

    ``dataset`` and ``row_key`` name the row it is about, both "" for a whole file or sheet.
    """

    rule: Rule
    place: str
    sentence: str
    dataset: str = ""
    row_key: str = ""

    @property
    def severity(self) -> Severity:
        """Return whether it blocks, asks or only tells."""
        return rule_text(self.rule).severity

    def remedy_in(self, place: Place) -> str:
        """Return what to do about it, as it is said in ``place``."""
        return rule_text(self.rule).remedy_in(place)

    def text_in(self, place: Place) -> str:
        """Return place, sentence and remedy as one line, as it is said in ``place``."""
        where = f"{self.place}：" if self.place else ""
        return f"{where}{self.sentence}。处理办法：{self.remedy_in(place)}。"
