"""What the words and numbers of the data book mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.catalogue.indicators import SCOPE_LABEL
from sihui_map.documents.xlsx.sheets import plain_table
from sihui_map.domain.check import RULES
from sihui_map.domain.value import MissingReason, ValueKind
from sihui_map.views import fmt, method
from sihui_map.views.labels import LIGHT_RULE, SCOPE_NOTE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sihui_map.figures import Figures
    from sihui_map.views.table import Table


KIND_TEXT: Mapping[ValueKind, str] = {
    ValueKind.PLAN: "方案或其他公布的规划文件写明的数值",
    ValueKind.REPORTED: "统计或主管部门公布、单位正式报送的数值",
    ValueKind.PRELIMINARY: "尚未核定、以后会修订的数值",
    ValueKind.COMPUTED: "由系统按写明的方法从其他数值算出",
    ValueKind.ESTIMATED: "由报送单位估计的数值",
    ValueKind.SAMPLE: fmt.SAMPLE_NOTE,
    ValueKind.MISSING: "没有数值，写明原因；不以零代替",
}


def definitions(figures: Figures) -> Table:
    """Return the kinds, reasons, methods, lights and checks with what each means."""
    place = figures.snapshot.place
    rows = [
        *(("值的性质", str(kind), text) for kind, text in KIND_TEXT.items()),
        *(("缺失原因", str(reason), "没有数值的原因") for reason in MissingReason),
        *(("排放口径", SCOPE_LABEL[part], text) for part, text in SCOPE_NOTE.items()),
        *(("计算方法", term, text) for term, text in method.formulas(figures)),
        ("亮灯", "规则", LIGHT_RULE),
        *(("亮灯", target, text) for target, text in method.light_rules(figures)),
        *(("官方规则", term, text) for term, text in method.rules(figures)),
        *(
            (
                "填报检查",
                f"{rule.rule}（{rule.severity}）",
                f"{rule.test_in(place)}。处理办法：{rule.remedy_in(place)}。",
            )
            for rule in RULES
        ),
    ]
    return plain_table("定义", ("类别", "名称", "内容"), rows)
