"""The plan's data: every word as printed, and nothing that the plan does not say."""

import csv
import re
import tomllib
from pathlib import Path

import pytest

from scripts.build_plan import build, phrases

ROOT = Path(__file__).parents[2]
PLAN_DIR = ROOT / "geodata" / "plan"
SECOND_COPY = ROOT.parent / "shared" / "plan" / "sihui_carbon_peaking_plan.txt"
PLAN = (PLAN_DIR / "plan.txt").read_text(encoding="utf-8")


def rows(name: str) -> list[dict[str, str]]:
    with (PLAN_DIR / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cell_list(cell: str) -> list[str]:
    return cell.split("|") if cell else []


def quoted(text: str) -> list[str]:
    return re.findall("「([^」]+)」", text)


ACTIONS, CLAUSES, TASKS = rows("actions.csv"), rows("clauses.csv"), rows("tasks.csv")
RULES = {row["target_id"]: row for row in rows("light_rules.csv")}
DEPARTMENTS, TARGETS, ERRATA = rows("departments.csv"), rows("targets.csv"), rows("errata.csv")
CLAUSE_TEXT = {row["clause_no"]: row["text"] for row in CLAUSES}
ACTION_NAME = {row["action_no"]: row["name"] for row in ACTIONS}
NUMERALS = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]


@pytest.mark.skipif(not SECOND_COPY.exists(), reason="no second copy beside the repository")
def test_plan_is_a_byte_copy() -> None:
    assert (PLAN_DIR / "plan.txt").read_bytes() == SECOND_COPY.read_bytes()


def test_plan_has_no_byte_order_mark_and_no_carriage_return() -> None:
    content = (PLAN_DIR / "plan.txt").read_bytes()

    assert not content.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in content


@pytest.mark.parametrize("name", ["actions.csv", "clauses.csv", "tasks.csv", "departments.csv"])
def test_script_builds_the_committed_file(name: str) -> None:
    assert (PLAN_DIR / name).read_text(encoding="utf-8") == build()[name]


def test_plan_has_12_actions_40_clauses_40_tasks_19_units() -> None:
    assert [row["action_no"] for row in ACTIONS] == [str(no) for no in range(1, 13)]
    assert [row["clause_no"] for row in CLAUSES] == [str(no) for no in range(1, 41)]
    assert [row["task_no"] for row in TASKS] == [str(no) for no in range(1, 41)]
    assert [row["department_no"] for row in DEPARTMENTS] == [str(no) for no in range(1, 20)]


def test_actions_and_clauses_put_together_are_part_three_of_the_plan() -> None:
    lines = []
    for numeral, action in zip(NUMERALS, ACTIONS, strict=True):
        lines += [f"({numeral}) {action['name']}。", action["intro"]]
        lines += [
            f"{clause['clause_no']}.{clause['title']}。{clause['text']}"
            for clause in CLAUSES
            if clause["action_no"] == action["action_no"]
        ]

    printed = PLAN.split("三、重点任务\n")[1].split("\n四、政策保障")[0]
    preface, *rest = printed.splitlines()

    assert preface.startswith("坚决将碳达峰贯穿于经济社会发展全过程")
    assert rest == lines


def test_preface_lists_the_same_twelve_actions() -> None:
    assert "、".join(row["name"] for row in ACTIONS) + "等碳达峰十二大行动。" in PLAN


def test_tasks_put_together_are_annex_1_of_the_plan() -> None:
    lines = []
    action_no = ""
    for task in TASKS:
        words = f"{task['text']} | {task['responsibility']} |"
        if task["action_no"] == action_no:
            lines.append(f"{task['task_no']} | {words} |")
        else:
            action_no = task["action_no"]
            lines.append(f"{task['task_no']} | {ACTION_NAME[action_no]} | {words}")

    printed = PLAN.split("序号 | 重点行动 | 重点任务 | 主要责任单位 |\n")[1]

    assert printed.splitlines() == lines


def test_each_task_takes_its_words_from_the_clause_of_its_own_number_and_action() -> None:
    action_of_clause = {row["clause_no"]: row["action_no"] for row in CLAUSES}

    assert [task["clause_no"] for task in TASKS] == [task["task_no"] for task in TASKS]
    assert all(task["action_no"] == action_of_clause[task["clause_no"]] for task in TASKS)


def test_words_of_a_task_that_its_clause_lacks_are_errata() -> None:
    found = {
        task["task_no"]: [
            phrase
            for phrase in phrases(task["text"])
            if phrase not in CLAUSE_TEXT[task["clause_no"]]
        ]
        for task in TASKS
    }

    assert {task_no: odd for task_no, odd in found.items() if odd} == {
        "24": ["推动四会市绿色铁路、绿色公路、绿色港口、绿色航道、绿色机场建设"],
        "39": ["市级党校(行政学院)要把碳达峰碳中和相关内容列入教学计划"],
    }
    assert {"24", "39"} <= {row["task_no"] for row in ERRATA}


@pytest.mark.parametrize(
    "task", [task for task in TASKS if task["task_no"] != "33"], ids=lambda task: task["task_no"]
)
def test_units_put_together_are_the_printed_responsibility(task: dict[str, str]) -> None:
    printed = "、".join(cell_list(task["lead_units"])) + "牵头"
    if task["cooperating_units"]:
        printed += "," + "、".join(cell_list(task["cooperating_units"])) + "配合"

    assert printed == task["responsibility"]


def test_row_33_keeps_its_defect_and_lists_both_units_as_leads() -> None:
    task = TASKS[32]

    assert task["responsibility"] == "市林业局,市资源局牵头配合"
    assert task["lead_units"] == "市林业局|市资源局"
    assert task["cooperating_units"] == ""
    assert "33" in {row["task_no"] for row in ERRATA}


def test_joint_leads_stay_several() -> None:
    joint = {task["task_no"]: task["lead_units"] for task in TASKS if "|" in task["lead_units"]}

    assert joint == {
        "2": "市工信局|市发改局",
        "9": "市发改局|市工信局",
        "33": "市林业局|市资源局",
        "34": "市林业局|肇庆市环境局四会分局",
        "39": "市委宣传部|市委组织部",
    }


def test_departments_are_the_units_of_the_tasks_in_order_of_first_appearance() -> None:
    units = [
        unit
        for task in TASKS
        for unit in cell_list(task["lead_units"]) + cell_list(task["cooperating_units"])
    ]

    assert [row["name"] for row in DEPARTMENTS] == list(dict.fromkeys(units))


def test_annex_names_no_year() -> None:
    assert not re.search(r"20\d\d", PLAN.split("附件1:")[1])


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target["target_id"])
def test_target_quotes_the_plan_and_its_own_clause(target: dict[str, str]) -> None:
    assert target["quote"] in PLAN
    if target["clause_no"]:
        assert target["quote"] in CLAUSE_TEXT[target["clause_no"]]
        numeral = NUMERALS[int(CLAUSES[int(target["clause_no"]) - 1]["action_no"]) - 1]
        assert target["section"] == f"三、重点任务({numeral})"
    else:
        main = PLAN.split("(三)主要目标。")[1].split("三、重点任务")[0]
        assert target["section"] == "二、总体要求(三)主要目标"
        assert target["quote"] in main


def test_numbers_of_the_targets() -> None:
    numbers = {
        target["target_id"]: (target["operator"], target["value"], target["unit"], target["year"])
        for target in TARGETS
        if target["value"]
    }

    assert numbers == {
        "advanced-manufacturing-2025": ("≥", "30", "%", "2025"),
        "green-building": ("=", "100", "%", ""),
        "new-energy-vehicles-2030": ("≈", "40", "%", "2030"),
        "ev-sales-2030": ("≥", "30", "%", "2030"),
        "transport-intensity-2030": ("=", "10", "%", "2030"),
        "fast-charging-2025": ("=", "100", "%", "2025"),
        "circular-parks-2030": ("=", "100", "%", "2030"),
        "forest-cover-2025": ("≈", "56.3", "%", "2025"),
    }


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target["target_id"])
def test_target_number_is_printed_or_its_note_says_how_it_was_read(target: dict[str, str]) -> None:
    printed = f"{target['value']}{target['unit']}"

    assert bool(target["operator"]) == bool(target["value"]) == bool(target["unit"])
    assert printed in target["quote"] or "按100%记" in target["note"]


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target["target_id"])
def test_target_year_is_in_its_sentence_or_its_note_explains_it(target: dict[str, str]) -> None:
    year = target["year"]

    assert f"{year}年" in (target["quote"] if year else "年") or "年" in target["note"]


def test_every_target_has_one_rule_of_its_light_and_no_other_has() -> None:
    assert list(RULES) == [target["target_id"] for target in TARGETS]
    assert len(rows("light_rules.csv")) == len(RULES)


def test_a_document_on_energy_rules_energy_intensity_and_nothing_else() -> None:
    ruled = {name for name, rule in RULES.items() if rule["basis"] == "依据"}

    assert ruled == {"energy-intensity-2025", "energy-intensity-2030"}


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target["target_id"])
def test_a_light_is_compared_at_no_fewer_digits_than_the_plan_prints(
    target: dict[str, str],
) -> None:
    digits = target["value"].partition(".")[2]

    assert len(digits) <= int(RULES[target["target_id"]]["decimals"])
    # half a unit of the last digit is worked out from the number: a zero at its end would be lost
    assert not digits.endswith("0")


def test_a_fall_and_an_all_are_at_least() -> None:
    other = {name: rule["direction"] for name, rule in RULES.items() if rule["direction"]}

    assert other == {
        "green-building": "≥",  # 全部
        "transport-intensity-2030": "≥",  # 下降10%
        "fast-charging-2025": "≥",  # 全覆盖
        "circular-parks-2030": "≥",  # 全部
        "energy-intensity-2025": "≥",  # 下达的是下降幅度
        "carbon-intensity-2025": "≥",
        "energy-intensity-2030": "≥",
        "carbon-intensity-2030": "≥",
    }


def test_what_is_counted_from_zero_has_a_baseline_year() -> None:
    zero = [name for name, rule in RULES.items() if rule["baseline"] != "首个有数年份"]
    years = {target["target_id"]: target["baseline_year"] for target in TARGETS}

    assert {name: years[name] for name in zero} == {"transport-intensity-2030": "2020"}


def test_every_percentage_of_part_three_is_a_target() -> None:
    printed = re.findall(r"(\d+(?:\.\d+)?)%", PLAN.split("三、重点任务")[1])

    recorded = [target["value"] for target in TARGETS if f"{target['value']}%" in target["quote"]]

    assert sorted(printed) == sorted(value for value in recorded if value)


def test_every_deadline_of_the_clauses_is_a_target() -> None:
    deadlines = {
        (clause["clause_no"], year)
        for clause in CLAUSES
        for year in re.findall(r"到(20\d\d)年", clause["text"])
    }

    assert deadlines <= {(target["clause_no"], target["year"]) for target in TARGETS}


def test_ids_are_plain_and_unique() -> None:
    for ids in ([row["target_id"] for row in TARGETS], [row["erratum_id"] for row in ERRATA]):
        assert len(set(ids)) == len(ids)
        assert all(re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", name) for name in ids)


@pytest.mark.parametrize("erratum", ERRATA, ids=lambda erratum: erratum["erratum_id"])
def test_erratum_quotes_the_plan_and_points_at_what_exists(erratum: dict[str, str]) -> None:
    quotes = quoted(erratum["reading_a"]) + quoted(erratum["reading_b"])

    assert quotes
    assert all(quote in PLAN for quote in quotes)
    assert erratum["reading_a"] != erratum["reading_b"]
    assert set(cell_list(erratum["task_no"])) <= {row["task_no"] for row in TASKS}
    assert set(cell_list(erratum["clause_no"])) <= {row["clause_no"] for row in CLAUSES}
    assert set(cell_list(erratum["target_id"])) <= {row["target_id"] for row in TARGETS}


def test_where_the_plan_asks_for_the_yearly_evaluation_is_quoted_as_printed() -> None:
    place = tomllib.loads((ROOT / "geodata" / "place.toml").read_text(encoding="utf-8"))
    section, _, quote = place["plan"]["evaluation"].partition("：")

    chapter, _, heading = section.partition("(")
    assert chapter in PLAN
    assert f"({heading}。{quote}" in PLAN


def test_no_target_is_a_constraint_that_no_document_calls_one() -> None:
    place = tomllib.loads((ROOT / "geodata" / "place.toml").read_text(encoding="utf-8"))

    assert "约束性" not in PLAN
    assert place["targets"]["binding"] == []
