"""The blocks a page is made of; the only module that hands HTML to Streamlit."""

from __future__ import annotations

import logging
from contextlib import contextmanager, suppress
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec

import streamlit as st
from streamlit.errors import StreamlitAPIException

from sihui_map.domain.town import town_by_code
from sihui_map.domain.value import ValueKind
from sihui_map.errors import SihuiMapError
from sihui_map.ui import cache, identity, state
from sihui_map.ui.downloads import address
from sihui_map.views import charts, fmt, html, revisions, sentences, tables
from sihui_map.views.story import one_tag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import plotly.graph_objects as go
    from streamlit.delta_generator import DeltaGenerator

    from sihui_map.catalogue import Dataset
    from sihui_map.domain.snapshot import Issue, Problem
    from sihui_map.figures import Figures
    from sihui_map.views.heads import Head
    from sihui_map.views.html import KeyFigure, TargetLine
    from sihui_map.views.table import Table

P = ParamSpec("P")
FIGURES = "figures"
LOG = logging.getLogger(__name__)
UNFORESEEN = "这一部分没有显示出来，原因已记入日志。请刷新页面；仍不行时，请告诉管理员。"


@contextmanager
def net() -> Iterator[None]:
    """Turn an error into a sentence; one that nobody foresaw is a line for the log as well."""
    try:
        yield
    except SihuiMapError as error:
        failure(str(error))
    except Exception:  # the framework would show a visitor its own English words
        LOG.exception("a part of a page failed")
        failure(UNFORESEEN)


def fragment(block: Callable[P, None]) -> Callable[P, None]:
    """Make ``block`` a part of a page that runs again on its own, inside the net.

    It is known by its name (``map_frame``). It shows the figures that its page shows. After a
    publication the whole page runs again, so that no number of one publication stands beside one of
    another.
    """

    @wraps(block)
    def caught(*given: P.args, **named: P.kwargs) -> None:
        with net():
            if not identity.may_look():
                st.rerun(scope="app")
            if _publication(current()) != _publication(cache.figures(state.snapshot_id())):
                st.rerun(scope="app")
            block(*given, **named)

    return st.fragment(caught, key=block.__name__)


def run_only(fragments: Sequence[str]) -> None:
    """Let a change of a widget run ``fragments`` and nothing else; of none, what it would run."""
    # A run that was cut short may not have come to them all.
    with suppress(StreamlitAPIException):
        if fragments:
            st.rerun(fragments)


def failure(sentence: str) -> None:
    """Show what went wrong, letter for letter."""
    show(html.failure(sentence))


def show(*blocks: str) -> None:
    """Show markup that views/html.py has built, block by block; of nothing, nothing."""
    for markup in filter(None, blocks):  # st.html refuses an empty text
        st.html(markup)


def heading(title: str, sentence: str, *, sample: bool = False, over: str = "") -> None:
    """Show the head of a page: title and answer, and which map it stands over."""
    show(html.heading(title, sentence, sample=sample, over=over))


def head(shown: Head) -> None:
    """Show the head of a page with a map."""
    show(shown.markup())


def section(title: str, sentence: str = "", *, sample: bool = False) -> None:
    """Show the head of a card."""
    show(html.section(title, sentence, sample=sample))


def town_card(figures: Figures, now: state.Choice) -> str:
    """Return the key figures of the chosen town as HTML, "" while none is chosen."""
    if not (now.town_code and figures.years):
        return ""
    name, year = town_name(figures, now.town_code), f"{now.year} 年"
    items, tag = one_tag(sentences.town_figures(figures, now.town_code, now.year))
    return html.section(name, year, mark=tag) + html.key_figures(items, compact=True)


def key_figures(items: Sequence[KeyFigure]) -> None:
    """Show numbers side by side; that all are samples is said in the head of the page."""
    gathered, tag = one_tag(items)
    show(html.key_figures(gathered if tag == ValueKind.SAMPLE else items))


def target_list(lines: Iterable[TargetLine]) -> None:
    """Show targets with their lights."""
    show(html.target_lines(lines))


def table(shown: Table, *, keep: Mapping[str, str] | None = None) -> None:
    """Show a table; the chosen town's row is marked; a town's name selects it."""
    show(html.page_table(shown, keep={**(keep or {}), **state.snapshot_choice()}))


def chart(shown: go.Figure, key: str) -> None:
    """Show a chart."""
    options: dict[str, Any] = {"config": charts.CONFIG, "theme": None}
    st.plotly_chart(shown, key=key, width="stretch", **options)


def city_totals(figures: Figures) -> None:
    """Show the city's totals as points, where there is one."""
    if charts.has_city_totals(figures):
        chart(charts.city_chart(figures), "city_total")


def pair() -> tuple[DeltaGenerator, DeltaGenerator]:
    """Return two columns beside each other, as wide as a map and its answer."""
    left, right = st.columns([11, 9], gap="medium")
    return left, right


def words(*texts: str, kind: str = "text") -> None:
    """Show paragraphs."""
    show(html.paragraphs(texts, kind))


def source(
    figures: Figures,
    *parts: str,
    files: Sequence[tuple[str, str, Mapping[str, Any]]] = (),
    notes: Sequence[str] = (),
) -> None:
    """Show where the numbers above come from, and the same rows as files, after ``notes``.

    ``files`` are (words, table, parameters).
    """
    show(source_line(figures, *parts, files=files, notes=notes, keep=state.snapshot_choice()))


def source_line(
    figures: Figures,
    *parts: str,
    files: Sequence[tuple[str, str, Mapping[str, Any]]] = (),
    notes: Sequence[str] = (),
    keep: Mapping[str, str],
) -> str:
    """Return what ``source`` shows, as HTML; ``keep`` stays in the addresses of the files."""
    links = [(label, address(name, **{**params, **keep})) for label, name, params in files]
    stamp = "，".join(fmt.stamp(figures.snapshot))
    said = html.paragraphs(notes, "notes") if notes else ""
    return said + html.source_note([*(f"来源：{part}" for part in parts), stamp], links)


def problems(figures: Figures, *files: str) -> None:
    """Show one sentence per broken file among ``files``, or of the place."""
    for found in figures.snapshot.problems:
        if found.file.removesuffix(".meta.toml").startswith(
            ("place.", *(file.removesuffix(".csv") for file in files))
        ):
            problem(found)


def problem(found: Problem) -> None:
    """Show the sentence of one broken file."""
    failure(found.sentence)


def has_sample(figures: Figures, *tables: Dataset) -> bool:
    """Tell whether one of ``tables``, by default any table at all, has samples."""
    return bool(figures.sampled & {table.name for table in tables} if tables else figures.sampled)


def _publication(figures: Figures) -> tuple[str, Issue]:
    return figures.snapshot.revision, figures.snapshot.issue


def begin() -> Figures:
    """Return the figures of this run: of the snapshot asked for, else the newest."""
    st.session_state[FIGURES] = found = cache.figures(state.snapshot_id())
    state.remember_years(found)
    return found


def current() -> Figures:
    """Return the figures that the whole page shows, whatever is published meanwhile."""
    found: Figures = st.session_state[FIGURES]
    return found


def town_name(figures: Figures, town_code: str) -> str:
    """Return the name of a town in scope."""
    return town_by_code(figures.towns, town_code).name


def ledger_blocks(figures: Figures, year: int, keep: Mapping[str, str]) -> list[str]:
    """Return the ledger of ``year`` and what was written about it; ``keep`` stays in addresses."""
    return [
        html.page_table(tables.ledger_table(figures, year), keep=keep),
        source_line(
            figures,
            f"方案公开或申报的{figures.snapshot.place.whole}总量；能源活动核算",
            files=[("平衡表 CSV", "ledger", {"year": year})],
            notes=sentences.ledger_notes(figures, year),
            keep=keep,
        ),
    ]


def task_changes(figures: Figures, keep: Mapping[str, str]) -> list[str]:
    """Return which tasks are in another state than in the publication before."""
    found = cache.changes_since(figures)
    if found is None:
        return [html.section("与上一期相比", "这是第一期，没有可比的上一期。")]
    changed = revisions.task_states_table(found)
    nothing = html.paragraphs(["任务的状态没有变化。"], "notes")
    shown = html.page_table(changed, keep=keep) if changed.rows else nothing
    return [html.section("与上一期相比"), shown]


def factor_sets(figures: Figures, year: int) -> None:
    """Show the direct emissions of ``year`` under each factor set, where there are any."""
    if year in figures.years:
        table(tables.factor_sets_table(figures, year))
        source(
            figures,
            "同一批能源活动按各因子集分别核算；换用另一套由管理员设置",
            files=[("因子集对照 CSV", "factor_sets", {"year": year})],
        )


def downloads(label: str, files: Sequence[tuple[str, str]]) -> None:
    """Offer files (words, address), after ``label``."""
    show(html.file_links(label, files))
