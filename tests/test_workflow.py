"""From a file to a publication: what is asked on the way, and what stops it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from sihui_map import workflow
from sihui_map.archive import Archive
from sihui_map.domain.check import Rule, Severity
from sihui_map.domain.dataset import dataset
from sihui_map.domain.light import Light
from sihui_map.domain.submission import State
from sihui_map.errors import ChoiceError, DomainError, IntakeError, LateError
from sihui_map.intake.template import template
from sihui_map.reference.snapshot import GEODATA
from sihui_map.store import Store
from tests.intake.test_reading import edited, row_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sihui_map.domain.submission import Submission
    from sihui_map.workflow import Proposal

TODAY = date(2026, 11, 22)
DASHA = "441284105"
COAL_KEY = ("energy_use", f"{DASHA}|2025|烟煤")


@pytest.fixture
def archive(own_store: str) -> Iterator[Archive]:
    """Return an archive that a test may write to."""
    store = Store(own_store)
    yield Archive(store, GEODATA)
    store.close()


def csv_of(table: str, **cells: str) -> bytes:
    own = dataset(table)
    row = ",".join(f'"{cells.get(column, "")}"' for column in own.columns)
    return f"{','.join(own.columns)}\n{row}\n".encode()


def coal(archive: Archive, *, factor: float, source: str = "统计台账") -> bytes:
    """Return a file that says ``factor`` times as much coal as is published."""
    cells = archive.known(TODAY).rows[COAL_KEY]
    amount = f"{float(cells['amount']) * factor:.2f}"
    return csv_of("energy_use", **{**cells, "amount": amount, "kind": "实绩", "source": source})


def city_total(tco2: str, *, year: str = "2025") -> bytes:
    return csv_of("ledger_reported", year=year, row_id="city_total", tco2=tco2,
                  kind="实绩", source="市统计局")  # fmt: skip


def propose(archive: Archive, body: bytes, name: str = "三季度.csv") -> Proposal:
    return workflow.propose(archive, body, name, today=TODAY)


def confirmed(archive: Archive, body: bytes, *, who: str = "张三") -> Submission:
    proposal = propose(archive, body)
    answers = dict.fromkeys(proposal.to_answer, "已核台账")
    return workflow.confirm(archive, proposal, who=who, why="三季度", answers=answers)


def approved(archive: Archive, kept: Submission) -> int:
    archive.store.move(kept.submission_id, State.SUBMITTED, who="张三")
    return archive.store.move(kept.submission_id, State.APPROVED, who="李四").submission_id


def reported_total(archive: Archive, tco2: str) -> int:
    return approved(archive, confirmed(archive, city_total(tco2, year="2023")))


def test_what_was_handed_down_makes_a_light_and_taken_back_none(archive: Archive) -> None:
    key = {"target_id": "energy-intensity-2025", "holder": "city", "year": "2025"}
    handed = csv_of("allotments", **key, value="14", unit="%", base_year="2020",
                    approved_by="肇发改〔2022〕1号", kind="规划", source="存档")  # fmt: skip
    files = [handed]
    for year, tce in (("2020", "1000000"), ("2025", "850000")):
        about = {"area_id": "city", "year": year, "kind": "实绩", "source": "统计局"}
        files += [
            csv_of("energy_total", **about, tce=tce),
            csv_of("town_context", **about, population="530000", gdp_1e8_cny="500",
                   gdp_constant_1e8_cny="400", gdp_base_year="2020"),
        ]  # fmt: skip

    def light() -> Light:
        found = archive.current().standings
        return next(each.light for each in found if each.target.target_id == key["target_id"])

    before = light()
    published(archive, *files)
    entered = light()
    published(archive, csv_of("allotments", **key))

    assert (before, entered, light()) == (Light.GREY, Light.GREEN, Light.GREY)


# Proposing and confirming


def test_a_proposal_shows_the_change_and_writes_nothing(archive: Archive) -> None:
    heard: list[float] = []
    body = coal(archive, factor=1.1)

    proposal = workflow.propose(
        archive, body, "a.csv", today=TODAY, progress=lambda share, _: heard.append(share)
    )

    (row,) = proposal.rows
    assert (row.dataset, row.row_key) == COAL_KEY
    assert row.before
    assert row.after
    assert float(row.after["amount"]) == pytest.approx(float(row.before["amount"]) * 1.1, rel=1e-4)
    assert proposal.changes
    assert f"emission.coal.{DASHA}.2025" in [each.figure_id for each in proposal.changes.figures]
    assert proposal.to_answer == ()
    assert heard
    assert [each.submission_id for each in archive.store.submissions()] == [1]


def test_a_confirmed_proposal_is_a_draft_that_no_viewer_sees(archive: Archive) -> None:
    before = archive.current()

    kept = confirmed(archive, coal(archive, factor=1.1))

    assert (kept.state, kept.who, kept.why) == (State.DRAFT, "张三", "三季度")
    assert (kept.rows, kept.origin) == (1, "三季度.csv")
    assert archive.current() is before


def test_a_file_with_an_error_is_shown_and_cannot_be_confirmed(archive: Archive) -> None:
    cells = {**archive.known(TODAY).rows[COAL_KEY], "amount": "十二"}

    proposal = propose(archive, csv_of("energy_use", **cells))

    assert proposal.changes is None
    assert [found.rule for found in proposal.findings] == [Rule.NUMBER]
    with pytest.raises(DomainError, match="文件中有 1 处错误，改正后才能提交"):
        workflow.confirm(archive, proposal, who="张三", why="三季度")


def test_a_file_that_is_none_is_refused(archive: Archive) -> None:
    with pytest.raises(IntakeError):
        propose(archive, b"%PDF-1.7", "a.xlsx")


@pytest.mark.parametrize("reason", ["", "  ", "已核 "])
def test_a_warning_needs_a_reason_that_says_something(archive: Archive, reason: str) -> None:
    proposal = propose(archive, coal(archive, factor=1.6))
    (warning,) = proposal.to_answer

    with pytest.raises(DomainError, match="还有 1 条提醒没有写「确认无误」的理由（至少 4 个字）"):
        workflow.confirm(archive, proposal, who="张三", why="", answers={warning: reason})


def test_the_reason_goes_with_its_row(archive: Archive) -> None:
    proposal = propose(archive, coal(archive, factor=1.6))
    (warning,) = proposal.to_answer

    kept = workflow.confirm(
        archive, proposal, who="张三", why="", answers={warning: " 新增锅炉，已核 "}
    )

    (entry,) = archive.store.entries(kept.submission_id)
    assert warning.severity is Severity.WARNING
    assert entry.why == "与上年相比：新增锅炉，已核"


def test_a_reason_about_no_single_row_is_kept_with_every_row(archive: Archive) -> None:
    proposal = propose(archive, city_total("5000000", year="2023"))
    answers = {
        found: "核算口径不同" if found.rule is Rule.RESIDUAL else "另有说明文件"
        for found in proposal.to_answer
    }

    kept = workflow.confirm(archive, proposal, who="张三", why="", answers=answers)

    assert Rule.RESIDUAL in {found.rule for found in proposal.to_answer}
    (entry,) = archive.store.entries(kept.submission_id)
    assert "核算口径不同" in entry.why


def test_the_same_content_as_published_is_no_change(archive: Archive) -> None:
    proposal = propose(archive, csv_of("energy_use", **archive.known(TODAY).rows[COAL_KEY]))

    assert proposal.rows == ()
    with pytest.raises(DomainError, match="没有需要提交的变化"):
        workflow.confirm(archive, proposal, who="张三", why="")


def test_a_preview_is_what_publishing_then_changes(archive: Archive) -> None:
    own = approved(archive, confirmed(archive, coal(archive, factor=1.2)))
    before = archive.current()

    seen = workflow.preview(archive, [own])
    workflow.publish(archive, [own], who="王五", why="三季度")

    after = archive.current()
    coal_id = f"emission.coal.{DASHA}.2025"
    (change,) = (each for each in seen.figures if each.figure_id == coal_id)
    assert change.percent == pytest.approx(20, abs=0.01)
    assert change.after
    assert after.published()[coal_id].value == pytest.approx(change.after.value)
    assert before.published()[coal_id].value != after.published()[coal_id].value


# On top of what was published since


def filled(archive: Archive) -> bytes:
    known = archive.known(TODAY)
    return template(known.figures, known.rows, number=known.number, town_code=DASHA)


def published(archive: Archive, *bodies: bytes) -> None:
    own = [approved(archive, confirmed(archive, body)) for body in bodies]
    workflow.publish(archive, own, who="王五", why="季报")


def amount_of(archive: Archive) -> str:
    return archive.known(TODAY).rows[COAL_KEY]["amount"]


def with_coal(body: bytes, amount: float) -> bytes:
    number = row_of(body, "能源活动", DASHA, None, 2025, "烟煤")
    return edited(body, "能源活动", {f"E{number}": amount})


def test_a_stale_template_keeps_what_nobody_touched(archive: Archive) -> None:
    stale = filled(archive)
    published(archive, coal(archive, factor=1.1))
    now = amount_of(archive)

    proposal = propose(archive, stale, "大沙.xlsx")

    assert proposal.rows == ()
    assert proposal.to_answer == ()
    assert amount_of(archive) == now


def test_the_rows_of_an_earlier_publication_are_those_of_its_template(archive: Archive) -> None:
    before = archive.known(TODAY).rows
    published(archive, coal(archive, factor=1.1))

    assert archive.rows_at(1) == before
    assert archive.rows_at(2) == archive.known(TODAY).rows


def test_a_conflict_with_a_reason_takes_the_file_s_version(archive: Archive) -> None:
    stale = with_coal(filled(archive), 43210)
    published(archive, coal(archive, factor=1.1))
    proposal = propose(archive, stale, "大沙.xlsx")
    (conflict,) = proposal.conflicts

    answers = dict.fromkeys(proposal.to_answer, "以本表为准：台账更正")
    own = workflow.confirm(archive, proposal, who="张三", why="更正", answers=answers)
    (entry,) = archive.store.entries(own.submission_id)

    assert (conflict.rule, conflict.dataset, conflict.row_key) == (Rule.CONFLICT, *COAL_KEY)
    assert (entry.cells or {})["amount"] == "43210"
    assert (entry.cells or {})["source"] == "统计台账"
    assert "与已发布的冲突：以本表为准：台账更正" in entry.why
    assert archive.store.conflicts(own.submission_id) == ()


def test_a_conflict_without_a_reason_leaves_its_row_out(archive: Archive) -> None:
    stale = with_coal(filled(archive), 43210)
    number = row_of(stale, "人口与经济", DASHA, None, 2025)
    stale = edited(stale, "人口与经济", {f"D{number}": 50_000})
    published(archive, coal(archive, factor=1.1))
    proposal = propose(archive, stale, "大沙.xlsx")
    answers = {
        found: "" if found.rule is Rule.CONFLICT else "已与台账核对"
        for found in proposal.to_answer
        if (found.dataset, found.row_key) != COAL_KEY
    }

    own = workflow.confirm(archive, proposal, who="张三", why="更正", answers=answers)

    assert [entry.dataset for entry in archive.store.entries(own.submission_id)] == ["town_context"]


def test_nothing_is_left_where_every_row_is_a_conflict_that_nobody_decided(
    archive: Archive,
) -> None:
    stale = with_coal(filled(archive), 43210)
    published(archive, coal(archive, factor=1.1))

    with pytest.raises(DomainError, match="保留已发布的值，没有需要提交的变化"):
        workflow.confirm(archive, propose(archive, stale, "大沙.xlsx"), who="张三", why="更正")


def test_what_two_wrote_of_a_task_s_day_is_merged_cell_by_cell(archive: Archive) -> None:
    known, key = archive.known(TODAY), ("task_updates", "1|2026-09-18")
    stale = template(known.figures, known.rows, number=known.number)
    theirs = {**known.rows[key], "next_step": "年底前复核", "kind": "实绩"}
    published(archive, csv_of("task_updates", **theirs))
    number = row_of(stale, "任务调度", "1", None, "2026-09-18")

    mine = edited(stale, "任务调度", {f"E{number}": "已接入平台"})
    (row,) = propose(archive, mine, "调度.xlsx").rows

    assert (row.dataset, row.row_key) == key
    assert row.after == {**theirs, "progress": "已接入平台"}


def test_what_is_published_between_two_looks_at_a_file_is_a_conflict(archive: Archive) -> None:
    mine = coal(archive, factor=1.2, source="我的台账")
    first = propose(archive, mine)
    published(archive, coal(archive, factor=1.1))

    second = workflow.propose(archive, mine, "三季度.csv", today=TODAY, number=first.reading.number)

    assert first.conflicts == ()
    assert [found.row_key for found in second.conflicts] == [COAL_KEY[1]]


def test_a_line_that_was_not_read_is_told_and_goes_with_no_row(archive: Archive) -> None:
    good = coal(archive, factor=1.1).decode()
    body = f"{good}441284999,2025,烟煤,1,t,实绩,a\n".encode()
    proposal = propose(archive, body)
    (unknown,) = proposal.to_answer

    kept = workflow.confirm(archive, proposal, who="张三", why="", answers={unknown: "不报这一行"})

    assert unknown.rule is Rule.UNKNOWN
    (entry,) = archive.store.entries(kept.submission_id)
    assert entry.why == ""


# Declared complete


def test_what_a_file_changes_may_be_declared_complete(archive: Archive) -> None:
    proposal = propose(archive, coal(archive, factor=1.1))
    assert proposal.undeclared == ((DASHA, "2025"),)

    whole = workflow.declare(archive, proposal, [(DASHA, "2025")])

    assert [(row.dataset, row.row_key) for row in whole.rows] == [
        COAL_KEY, ("declarations", f"energy_use|{DASHA}|2025")
    ]  # fmt: skip
    assert (whole.rows[1].after or {})["source"] == "统计台账"
    assert whole.undeclared == proposal.undeclared
    (warning,) = whole.to_answer
    assert warning.rule is Rule.DECLARED  # the other fuels are still samples
    assert "柴油" in warning.sentence
    assert len(proposal.rows) == 1


def test_a_declaration_is_published_with_who_and_when(archive: Archive) -> None:
    proposal = workflow.declare(
        archive, propose(archive, coal(archive, factor=1.1)), [(DASHA, "2025")]
    )
    answers = dict.fromkeys(proposal.to_answer, "其余品种没有")
    own = approved(
        archive, workflow.confirm(archive, proposal, who="张三", why="年报", answers=answers)
    )
    workflow.publish(archive, [own], who="王五", why="年报")

    entry = archive.store.published()["declarations", f"energy_use|{DASHA}|2025"]
    assert (entry.who, entry.at[:2], entry.kind) == ("张三", "20", "实绩")
    figures = archive.current()
    assert figures.declared("energy_use", DASHA, 2025) == "实绩"
    assert propose(archive, coal(archive, factor=1.2)).undeclared == ()


def test_a_declaration_has_the_kind_of_its_newest_tick(archive: Archive) -> None:
    def whole(proposal: Proposal) -> int:
        declared = workflow.declare(archive, proposal, [(DASHA, "2025")])
        answers = dict.fromkeys(declared.to_answer, "其余品种没有")
        kept = workflow.confirm(archive, declared, who="张三", why="年报", answers=answers)
        return approved(archive, kept)

    early = coal(archive, factor=1.1).replace("实绩".encode(), "初步".encode())
    workflow.publish(archive, [whole(propose(archive, early))], who="王五", why="快报")
    sure = propose(archive, early.replace("初步".encode(), "实绩".encode()))
    published(archive, early.replace("初步".encode(), "实绩".encode()))

    assert archive.current().declared("energy_use", DASHA, 2025) == "初步"
    assert archive.current().emission(DASHA, 2025).kind == "初步"
    assert (sure.undeclared, sure.outdated) == ((), ((DASHA, "2025"),))

    again = propose(archive, coal(archive, factor=1.01))
    workflow.publish(archive, [whole(again)], who="王五", why="年报")

    assert archive.current().declared("energy_use", DASHA, 2025) == "实绩"
    assert archive.current().emission(DASHA, 2025).kind == "核算"
    assert propose(archive, coal(archive, factor=1.02)).outdated == ()


def test_only_what_the_file_changes_may_be_declared(archive: Archive) -> None:
    proposal = propose(archive, coal(archive, factor=1.1))

    with pytest.raises(ChoiceError, match=f"可以声明的：{DASHA}:2025"):
        workflow.declare(archive, proposal, [(DASHA, "2024")])


# Two people


def draft_of(archive: Archive, who: str, factor: float = 1.1) -> int:
    own = confirmed(archive, coal(archive, factor=factor), who=who).submission_id
    return workflow.move(archive, own, State.SUBMITTED, who=who).submission_id


def test_one_person_alone_may_approve(archive: Archive) -> None:
    own = draft_of(archive, "张三")

    assert workflow.approve(archive, own, who="张三").state is State.APPROVED


@pytest.mark.parametrize("who", ["张三", " 张 三", "张三\u200b"])
def test_of_two_the_other_one_approves(archive: Archive, who: str) -> None:
    draft_of(archive, "李四", 1.2)
    own = draft_of(archive, "张三")

    with pytest.raises(DomainError, match=f"提交 {own} 由.*填报或送审，应由另一个人审核"):
        workflow.approve(archive, own, who=who)

    assert archive.store.submission(own).state is State.SUBMITTED
    assert workflow.approve(archive, own, who="李四").state is State.APPROVED


def test_who_submits_for_another_does_not_approve_either(archive: Archive) -> None:
    own = confirmed(archive, coal(archive, factor=1.1), who="张三").submission_id
    workflow.move(archive, own, State.SUBMITTED, who="李四")

    for who in ("张三", "李四"):
        with pytest.raises(DomainError, match="应由另一个人审核"):
            workflow.approve(archive, own, who=who)
    assert workflow.approve(archive, own, who="王五").state_who == "王五"


def test_who_wrote_a_version_that_another_renewed_does_not_approve_it(archive: Archive) -> None:
    own = draft_of(archive, "张三", 1.2)
    published(archive, coal(archive, factor=1.1))
    fresh = workflow.renew(archive, own, who="李四", why="对照后重提").submission_id
    workflow.move(archive, fresh, State.SUBMITTED, who="李四")

    for who in ("张三", "李四"):
        with pytest.raises(DomainError, match="应由另一个人审核"):
            workflow.approve(archive, fresh, who=who)
    assert workflow.approve(archive, fresh, who="王五").state is State.APPROVED


# What stops a publication


def test_without_a_choice_nothing_is_published(archive: Archive) -> None:
    approved(archive, confirmed(archive, coal(archive, factor=1.2)))

    with pytest.raises(DomainError, match="没有选择要发布的提交；已审核待发布的有 1 份"):
        workflow.publish(archive, [], who="王五", why="年报")


@pytest.mark.parametrize("why", ["", "  ", "报"])
def test_a_publication_needs_a_reason(archive: Archive, why: str) -> None:
    own = approved(archive, confirmed(archive, coal(archive, factor=1.1)))
    number = archive.store.latest_number()

    with pytest.raises(DomainError, match="请写明发布事由（至少 2 个字）"):
        workflow.publish(archive, [own], who="王五", why=why)

    assert archive.store.latest_number() == number
    assert archive.store.submission(own).state is State.APPROVED


def test_a_draft_cannot_be_published(archive: Archive) -> None:
    kept = confirmed(archive, coal(archive, factor=1.2))

    with pytest.raises(DomainError, match="现为「草稿」，不能改为「已发布」"):
        workflow.publish(archive, [kept.submission_id], who="王五", why="年报")
    assert archive.store.latest_number() == 1


def test_what_someone_else_published_meanwhile_is_not_overwritten(archive: Archive) -> None:
    mine = propose(archive, coal(archive, factor=1.1, source="我的台账"))
    theirs = approved(archive, confirmed(archive, coal(archive, factor=1.2), who="赵六"))
    workflow.publish(archive, [theirs], who="王五", why="先到")

    own = approved(archive, workflow.confirm(archive, mine, who="张三", why="后到"))

    assert len(archive.store.conflicts(own)) == 1
    with pytest.raises(LateError, match="在您填报之后已由他人发布"):
        workflow.publish(archive, [own], who="王五", why="年报")


def test_a_residual_above_the_threshold_stops_the_publication(archive: Archive) -> None:
    own = reported_total(archive, "5000000")

    with pytest.raises(DomainError, match=r"平衡差额超过 3%：2023 年 41\.3%。请先为这些年份提交"):
        workflow.publish(archive, [own], who="王五", why="年报")
    assert archive.store.latest_number() == 1


def test_a_residual_that_closes_stops_nothing(archive: Archive) -> None:
    own = reported_total(archive, "2950000")

    workflow.publish(archive, [own], who="王五", why="年报")

    assert archive.current().ledger(2023).share_residual.known < 3


def test_with_its_explanation_the_residual_is_published_and_explained(archive: Archive) -> None:
    own = reported_total(archive, "5000000")
    said = approved(
        archive,
        workflow.explain_ledger(archive, 2023, " 全市总量含跨市企业，口径不同 ", who="张三"),
    )

    made = workflow.publish(archive, [own, said], who="王五", why="年报")

    assert (made.number, made.submission_ids) == (2, (own, said))
    assert archive.current().ledger_explanation(2023) == "全市总量含跨市企业，口径不同"
    assert archive.current().unexplained_years == ()


def test_an_explanation_may_come_first(archive: Archive) -> None:
    said = approved(archive, workflow.explain_ledger(archive, 2023, "镇街口径将有不同", who="张三"))
    workflow.publish(archive, [said], who="王五", why="说明")

    workflow.publish(archive, [reported_total(archive, "5000000")], who="王五", why="年报")

    assert archive.store.latest_number() == 3


def test_an_explanation_names_the_part_that_it_explains(archive: Archive) -> None:
    with pytest.raises(DomainError, match="说明要写明差额在平衡表的哪一项：全市总量、镇街、"):
        workflow.explain_ledger(archive, 2023, "统计口径不同", who="张三")

    said = "大沙镇" + "一家企业的用煤没有报齐"
    assert workflow.explain_ledger(archive, 2023, said, who="张三").state is State.DRAFT


@pytest.mark.parametrize("text", ["", "  无 ", "\n同上\n"])
def test_an_explanation_says_something(archive: Archive, text: str) -> None:
    with pytest.raises(DomainError, match="说明至少写 4 个字"):
        workflow.explain_ledger(archive, 2023, text, who="张三")
