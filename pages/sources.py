"""Sources and methods: every file, figure, formula and factor, generated from the data itself."""

from sihui_map.ui import controls, panels
from sihui_map.views import html, method, tables

figures = panels.current()
PARTS = {
    "方法与公式": None,
    "数据文件": ("files", tables.files_table),
    "因子集对照": (
        "factor_sets",
        lambda figures: tables.factor_sets_table(figures, figures.default_year),
    ),
    "排放因子": ("factors", tables.factors_table),
    "电网因子": ("grid", tables.grid_table),
    "折标煤": ("coal", tables.coal_table),
    "热值与折标": ("heat", lambda figures: tables.heat_table(figures, figures.default_year)),
    "检查规则": ("rules", tables.rules_table),
    "公开数据": ("facts", tables.facts_table),
    "全部数值": ("figures", tables.figures_table),
}

panels.heading("来源与方法", method.sources_sentence(figures))
for problem in figures.snapshot.problems:
    panels.problem(problem)


@panels.fragment
def parts() -> None:
    """Show one part, or of all that it holds what is sought."""
    part = controls.section("sources_part", tuple(PARTS))
    chosen = PARTS[part]
    sought = controls.search("sources_search", "查找（文件、指标、来源里的字）")
    if chosen is None:
        methods = method.matching(method.formulas(figures), sought)
        rules = method.matching(method.rules(figures), sought)
        panels.words(method.found_sentence(len(methods) + len(rules), sought), kind="notes")
        panels.show(html.definition_list(methods))
        if not sought:
            panels.show(html.light_rule())
        if rules:
            panels.section("官方规则原文")
            panels.show(html.definition_list(rules))
        return
    name, make = chosen
    found = make(figures).matching(sought)
    panels.words(method.found_sentence(len(found.rows), sought), kind="notes")
    if found.rows:
        panels.table(controls.paged(found, f"sources_rows_{name}"))
    panels.source(figures, "geodata/ 及其来源说明", files=[(f"{part} CSV", name, {})])


parts()
panels.source(figures, "只读接口 api/v1/openapi.json；全部数值 api/v1/figures")
