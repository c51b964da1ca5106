"""The yearly evaluation of tasks, towns and units: what was said, computed and judged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from sihui_map.catalogue import required_tables
from sihui_map.catalogue.key import Family, FigureKey
from sihui_map.domain.completeness import Told
from sihui_map.domain.evaluation import (
    KIND_ID,
    DraftPart,
    Graded,
    Subject,
    SubjectKind,
    draft_of,
    grade_of,
    missing_part,
    not_owed,
    share_part,
)
from sihui_map.domain.light import Course, Light, direction_of, exact, tolerance_of
from sihui_map.domain.progress import (
    ACCEPTABLE_DAYS,
    OPEN,
    Freshness,
    freshness,
    latest_by_task,
)
from sihui_map.domain.standing import standing
from sihui_map.domain.value import printed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sihui_map.domain.evaluation import Evaluation, SelfEvaluation
    from sihui_map.domain.plan import Target, Task
    from sihui_map.domain.snapshot import Allotment, Snapshot
    from sihui_map.domain.standing import Standing
    from sihui_map.domain.value import Quantity
    from sihui_map.figures.activity import Activity
    from sihui_map.figures.allotted import Allotted
    from sihui_map.figures.completeness import Completeness
    from sihui_map.figures.indicators import Indicators
    from sihui_map.figures.targets import Targets

TABLES, SHARES = "填报完整", "分解指标"
UPDATES, LIGHTS = "进展更新", "指标绿灯"
UNAWAITED = "不再要求更新"
IN_TIME = (Freshness.FRESH, Freshness.ACCEPTABLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """All that is known of one subject and year, side by side; ``graded`` once it is final."""

    subject: Subject
    year: int
    own: SelfEvaluation | None
    parts: tuple[DraftPart, ...]
    draft: Quantity
    judged: Evaluation | None
    missed: tuple[str, ...]
    undecided: tuple[str, ...]
    """Constraint targets that were missed, and those that cannot be decided."""
    graded: Graded | None


@dataclass(frozen=True)
class Evaluations:
    """The evaluation of every task, town and unit, in the plan's order."""

    snapshot: Snapshot
    activity: Activity
    completeness: Completeness
    allotted: Allotted
    targets: Targets
    indicators: Indicators

    @cached_property
    def subjects(self) -> tuple[Subject, ...]:
        """Return whom the plan has evaluated: towns, units, tasks, each in the plan's order."""
        tasks = (str(task.task_no) for task in self.snapshot.tasks)
        return (
            *(Subject(SubjectKind.TOWN, code) for code in self.activity.town_codes),
            *(Subject(SubjectKind.UNIT, name) for name in self.snapshot.departments),
            *(Subject(SubjectKind.TASK, number) for number in tasks),
        )

    @cached_property
    def years(self) -> tuple[int, ...]:
        """Return the years of which something was told, the last that is over, and this; rising.

        Of the latter two only those since the plan was issued; after its last year, the last two of
        it. There is always one: of data from before the plan, their own.
        """
        plan, this = self.snapshot.place.plan, self.snapshot.data_day.year
        first = plan.issued_on.year if plan.issued_on else this
        last = min(plan.last_year or this, this)
        told = {year for _, year in (*self._own, *self._judged)}
        recent = {year for year in (last - 1, last) if first <= year}
        return tuple(sorted(told | recent)) or (this,)

    @cached_property
    def default_year(self) -> int:
        """Return the newest year of which something was told, else the last that is over."""
        told = {year for _, year in (*self._own, *self._judged)}
        over = [year for year in self.years if year < self.snapshot.data_day.year]
        return max(told or over or self.years)

    @cached_property
    def _own(self) -> Mapping[tuple[Subject, int], SelfEvaluation]:
        return {(row.subject, row.year): row for row in self.snapshot.self_evaluations}

    @cached_property
    def _judged(self) -> Mapping[tuple[Subject, int], Evaluation]:
        return {(row.subject, row.year): row for row in self.snapshot.evaluations}

    def of(self, subject: Subject, year: int) -> Assessment:
        """Return all that is known of ``subject`` in ``year``; nothing replaces anything else."""
        own, judged = self._own.get((subject, year)), self._judged.get((subject, year))
        parts = self._parts(subject, year)
        missed, undecided = self._constraints(subject, year)
        score = None if judged is None else judged.standing
        return Assessment(
            subject=subject,
            year=year,
            own=own,
            parts=parts,
            draft=draft_of(parts),
            judged=judged,
            missed=missed,
            undecided=undecided,
            graded=None if score is None else grade_of(score, missed),
        )

    # What the system computes itself

    def _parts(self, subject: Subject, year: int) -> tuple[DraftPart, ...]:
        if subject.kind is SubjectKind.TOWN:
            return self._told(subject.subject_id, year), self._shares(subject.subject_id, year)
        tasks = self._tasks(subject)
        return self._updates(subject, tasks, year), self._lights(tasks, year)

    def _tasks(self, subject: Subject) -> tuple[Task, ...]:
        """Return the task that is the subject, or those that a unit leads."""
        own = subject.subject_id
        return tuple(
            task for task in self.snapshot.tasks if own in (str(task.task_no), *task.lead_units)
        )

    def _told(self, town: str, year: int) -> DraftPart:
        """Return how many of the tables that a town owes it told in full; none is no zero."""
        tables = required_tables()
        told = {table.title: self.completeness.told(table.name, town, year) for table in tables}
        count = list(told.values()).count(Told.ALL)
        if set(told.values()) <= {Told.NOTHING, Told.SAMPLE}:
            why = "只有示例" if Told.SAMPLE in told.values() else "应报的表一张未报"
            return missing_part(TABLES, why)
        rest = "、".join(f"{name}{how}" for name, how in told.items() if how is not Told.ALL)
        kinds = [
            kind
            for table in tables
            for kind in self.completeness.told_kinds(table.name, town, year)
        ]
        said = f"应报 {len(told)} 张表，填全 {count} 张" + (f"（{rest}）" if rest else "")
        return share_part(TABLES, count, len(told), kinds, said, source="填报数据")

    def _shares(self, town: str, year: int) -> DraftPart:
        """Return how many of the shares that bind a town in ``year`` it has reached."""
        rows = self.allotted.allotments.binding(town, year)
        if not rows:
            return missing_part(SHARES, "这一年没有批准分解到本镇街的指标")
        reached = {row: self._reached(row) for row in rows}
        known = [row for row, is_met in reached.items() if is_met is not None]
        if not known:
            return missing_part(SHARES, f"分解的 {len(rows)} 项指标都没有可比的镇街数值")
        met, unknown = sum(bool(reached[row]) for row in known), len(rows) - len(known)
        said = f"分解 {len(rows)} 项，可比 {len(known)} 项，完成 {met} 项"
        said += f"，另 {unknown} 项没有可比的镇街数值" if unknown else ""
        kinds = [row.kind for row in known]
        kinds += [self.allotted.own_in(row, year).kind for row in known]
        return share_part(SHARES, met, len(known), kinds, said, source="目标分解；填报数据")

    def _reached(self, row: Allotment) -> bool | None:
        """Tell whether a town reached its share; None where the town's own value is not known."""
        rule = self.targets.rules.get(row.target_id)
        target = next(
            (own for own in self.snapshot.targets if own.target_id == row.target_id), None
        )
        actual = self.allotted.own_in(row, row.year)
        if target is None or rule is None or actual.value is None:
            return None
        if self.allotted.allotments.share(row).unit != actual.unit:
            return None
        course = Course(
            baseline=None,
            due=exact(row.value),
            goal=exact(row.value),
            direction=direction_of(target, rule),
            tolerance=tolerance_of(target, rule),
        )
        return course.is_met(printed(actual.known, rule.decimals))

    def _updates(self, subject: Subject, tasks: Sequence[Task], year: int) -> DraftPart:
        """Return how many of the tasks were heard of within 60 days before the end of ``year``.

        Of what was closed by then no news is waited for: it counts as heard of.
        """
        if not tasks:
            return not_owed(UPDATES, "不牵头任务")
        until = min(date(year, 12, 31), self.snapshot.data_day)
        told = (update for update in self.snapshot.task_updates if update.day <= until)
        newest = latest_by_task(told, {task.task_no: task.lead_units for task in tasks})
        heard = [newest[task.task_no] for task in tasks if task.task_no in newest]
        if not heard:
            return missing_part(UPDATES, f"截至 {until.isoformat()} 没有收到进展")
        awaited = [update for update in heard if update.state in OPEN]
        fresh = sum(freshness(update, today=until) in IN_TIME for update in awaited)
        closed = len(heard) - len(awaited)
        if subject.kind is SubjectKind.UNIT:
            said = (
                f"牵头 {len(tasks)} 项任务，截至 {until.isoformat()} "
                f"{ACCEPTABLE_DAYS} 天内有更新 {fresh} 项"
            ) + (f"，{UNAWAITED} {closed} 项" if closed else "")
        else:
            said = f"截至 {until.isoformat()}，最近一次更新 {heard[0].day}"
            said += f"（{heard[0].state}，{UNAWAITED}）" if closed else ""
        kinds = [update.kind for update in heard]
        return share_part(UPDATES, fresh + closed, len(tasks), kinds, said, source="任务调度")

    def _lights(self, tasks: Sequence[Task], year: int) -> DraftPart:
        """Return how many of the targets in the tasks' clauses have a green light in ``year``."""
        clauses = {task.clause_no for task in tasks}
        own = [target for target in self.targets.all if target.clause_no in clauses]
        if not own:
            return not_owed(LIGHTS, "所在条款没有指标")
        found = [self.standing(target, year) for target in own]
        lit = [item for item in found if item.light is not Light.GREY]
        if not lit:
            return missing_part(LIGHTS, f"{len(own)} 项指标都不能判定")
        green = sum(item.light is Light.GREEN for item in lit)
        said = f"{len(own)} 项指标，能判定 {len(lit)} 项，绿灯 {green} 项"
        kinds = [item.value.kind for item in lit]
        return share_part(LIGHTS, green, len(lit), kinds, said, source="主要指标")

    def standing(self, target: Target, year: int) -> Standing:
        """Return how a target stood at the end of ``year``: what came later is not looked at."""
        series = self.indicators.series(target.target_id)
        until = {at: amount for at, amount in series.items() if at <= year}
        return standing(target, self.targets.rules.get(target.target_id), until, this_year=year)

    # What decides whatever the score

    def _constraints(self, subject: Subject, year: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the constraint targets that ``subject`` missed, and those nobody can decide.

        They are its own where a clause of its tasks names them or an approved share binds it.
        """
        binding = [
            target
            for target in self.targets.all
            if target.target_id in self.snapshot.place.targets.binding
        ]
        missed: list[str] = []
        undecided: list[str] = []
        for target in binding:
            if not self._is_due(subject, target, year):
                continue
            is_met = self._is_met(subject, target, year)
            if is_met is None:
                undecided.append(target.indicator)
            elif not is_met:
                missed.append(target.indicator)
        return tuple(missed), tuple(undecided)

    def _own_share(self, subject: Subject, target: Target, year: int) -> Allotment | None:
        rows = self.allotted.allotments.binding(subject.subject_id, year)
        return next((row for row in rows if row.target_id == target.target_id), None)

    def _is_due(self, subject: Subject, target: Target, year: int) -> bool:
        """Tell whether a target is this subject's and its year has come."""
        if self._own_share(subject, target, year) is not None:
            return True
        is_named = subject.kind is not SubjectKind.TOWN and target.clause_no in {
            task.clause_no for task in self._tasks(subject)
        }
        return is_named and target.year is not None and year >= target.year

    def _is_met(self, subject: Subject, target: Target, year: int) -> bool | None:
        share = self._own_share(subject, target, year)
        if share is not None and subject.kind is SubjectKind.TOWN:
            return self._reached(share)
        found = self.standing(target, year)
        return None if found.year != target.year else found.is_met

    # What is published

    def published(self) -> Iterable[tuple[FigureKey, Quantity]]:
        """Yield the self-scores, the final scores, and what was put right of those."""
        for row in self.snapshot.self_evaluations:
            yield self._key("self", row.subject, row.year), row.points
        for judged in self.snapshot.evaluations:
            for what, amount in (("final", judged.final), ("corrected", judged.corrected)):
                if amount is not None:
                    yield self._key(what, judged.subject, judged.year), amount

    def _key(self, what: str, subject: Subject, year: int) -> FigureKey:
        """Return the id of a score; a unit stands in it by its number in the plan's list."""
        kind, area = subject
        if kind is SubjectKind.UNIT and area in self.snapshot.departments:
            area = str(self.snapshot.departments.index(area) + 1)
        return FigureKey(Family.EVALUATION, what, of=KIND_ID[kind], area=area, year=year)
