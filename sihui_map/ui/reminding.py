"""Reminders on the pages: a clerk answers his own, a reviewer sends and follows them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import streamlit as st
from starlette.responses import PlainTextResponse, Response

from sihui_map import mail
from sihui_map.documents.outputs import MEDIA
from sihui_map.domain.access import Action
from sihui_map.domain.reminding import Reply, Standing
from sihui_map.settings import read_mail_settings
from sihui_map.ui import cache, handing_in, identity, panels
from sihui_map.views import reminding as views
from sihui_map.views.names import area_name
from sihui_map.workflow import reminding

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from starlette.requests import Request

    from sihui_map.domain.reminding import Matter, Notice
    from sihui_map.ui.identity import Person

LETTER = "materials/notices/urging.docx"
MOST_CLOSED = 50
"""Matters that are over and still listed."""


def open_of(scope: str) -> list[Matter]:
    """Return what an answer of a unit or town is waited for."""
    found = reminding.matters_of(cache.archive(), cache.today(), scope)
    return [one for one in found if one.is_open]


def own(who: Person, scope: str, found: Sequence[Matter]) -> None:
    """Show a clerk what his unit or town is asked for, and take his answers."""
    if not found:
        return
    panels.table(views.own_table(found, cache.today()))
    panels.words("先签收，再写反馈；已经报送的会自己消失。", kind="notes")
    unsigned = [one for one in found if one.standing is Standing.OPEN]
    signed = [one for one in found if one.standing is Standing.RECEIVED]
    with st.container(horizontal=True):
        if unsigned and st.button(f"签收 {len(unsigned)} 件", type="primary", key="notice_sign"):
            _sign(unsigned, who)
        _document(scope)
    if signed:
        _feedback(signed, who)


def _sign(matters: Sequence[Matter], who: Person) -> None:
    acting = who.sign()
    for each in matters:
        reminding.answer(cache.archive(), each.newest.number, Reply.RECEIVED, "", who=acting)
    handing_in.done(f"已签收 {len(matters)} 件。办到哪一步、何时办完，请写在反馈里。")


def _feedback(matters: Sequence[Matter], who: Person) -> None:
    known = {one.newest.number: one for one in matters}
    with st.form("notice_feedback", border=False):
        number = _chosen("反馈哪一件", known, "notice_chosen")
        text = st.text_area(
            f"{views.named(known[number].newest)}的反馈（必填）"
            if len(known) == 1
            else "反馈（必填）",
            key=_fresh("notice_text", known),
            max_chars=1000,
            placeholder="办到哪一步，什么时候办完，有什么困难",
        )
        if st.form_submit_button("交反馈", type="primary"):
            reminding.answer(cache.archive(), number, Reply.FEEDBACK, text, who=who.sign())
            answered = known[number].newest
            said = views.ended(answered, cache.today())
            handing_in.done(f"{views.named(answered)}已反馈，{said}。")


def _fresh(key: str, known: Mapping[int, Matter]) -> str:
    """Return a key under which nothing is left of what was typed before the last answer."""
    return f"{key}_{max(known)}_{len(known)}"


def _chosen(label: str, known: Mapping[int, Matter], key: str) -> int:
    """Offer matters by the numbers of their notices; of one there is nothing to choose."""
    if len(known) == 1:
        return next(iter(known))
    figures = panels.current()
    return st.selectbox(
        label,
        list(known),
        format_func=lambda each: views.choice_words(figures, known[each].newest),
        key=key,
        filter_mode=None,
    )


def _document(scope: str) -> None:
    """Offer the open notices of one unit or town as a document with its slip."""
    address = f"./{LETTER}?{urlencode({'scope': scope})}"
    panels.downloads("", [("下载催办单和回执", address)])


def letter_file(request: Request) -> Response:
    """Return the open notices of a unit or town as .docx to whom they are for, and to reviewers."""
    from sihui_map.documents.docx.urging import urging  # noqa: PLC0415 python-docx takes a second

    scope = request.query_params.get("scope", "")
    account = identity.account_of(request.scope)
    if account is None or not account.actor().may(Action.ANSWER, [frozenset({scope})]):
        return PlainTextResponse("催办单只给收件的单位、镇街和审核人员，请先登录。", 403)
    figures, day = cache.figures(), cache.today()
    found = open_of(scope)
    if not found:
        return PlainTextResponse("现在没有等反馈的催办。", 404)
    body = urging(figures, scope, [one.newest for one in found], day)
    name = quote(f"催办单_{day.isoformat()}_{area_name(figures, scope)}.docx")
    headers = {
        "content-disposition": f"attachment; filename*=UTF-8''{name}",
        "cache-control": "no-store",
    }
    return Response(body, media_type=MEDIA["docx"], headers=headers)


# The reviewer


def review(who: Person) -> None:
    """Send the notices of today, list what is waited for, hand out documents and texts."""
    archive, figures, day = cache.archive(), panels.current(), cache.today()
    found = reminding.matters_of(archive, day)
    waited = [one for one in found if one.is_open]
    panels.section("催办", views.open_sentence(waited))
    planned = reminding.planned(archive, day)
    if planned:
        panels.words(f"按规则，今天还有 {len(planned)} 件要发。", kind="notes")
    else:
        panels.words("今天没有要发的：该发的都发了，或者不到规定的日子。", kind="notes")
    if planned and st.button("生成今天的催办", type="primary", key="notice_send"):
        sent = reminding.remind(archive, who=who.sign(), by_mail=_by_mail())
        handing_in.done(f"已发催办单 {len(sent)} 件，各单位、镇街在「我的工作台」看得到。")
    if waited:
        deliveries = archive.store.deliveries()
        panels.table(views.matters_table(figures, "等反馈的", waited, deliveries, day))
        _texts(waited, day)
        _paper(waited, who)
    over = [one for one in reversed(found) if not one.is_open][:MOST_CLOSED]
    if over:
        title = "已反馈、已报送的"
        panels.table(views.matters_table(figures, title, over, archive.store.deliveries(), day))


def _by_mail() -> dict[str, str]:
    """Return who has an address; the server's timer mails what a press here has sent."""
    told, archive = read_mail_settings(), cache.archive()
    return mail.addresses_in(told.book, reminding.scopes_by_name(archive)) if told else {}


def _texts(matters: Sequence[Matter], day: date) -> None:
    """Offer for one unit or town the text to paste and the document, for all the texts in one."""
    figures = panels.current()
    by_scope: dict[str, list[Notice]] = {}
    for each in matters:
        by_scope.setdefault(each.newest.scope, []).append(each.newest)
    panels.section("文字和催办单", "文字可以直接复制到粤政易；催办单带回执，可以打印。")
    scope = st.selectbox(
        "发给谁",
        list(by_scope),
        format_func=lambda each: area_name(figures, each),
        key="notice_scope",
        filter_mode=None,
        width=320,
    )
    st.code(views.text_of(figures, scope, by_scope[scope], day), language=None, wrap_lines=True)
    every = "\n\n".join(views.text_of(figures, each, own, day) for each, own in by_scope.items())
    with st.container(horizontal=True):
        name = f"催办文字_{day.isoformat()}.txt"
        st.download_button(
            f"下载全部 {len(by_scope)} 家的文字", every, name, "text/plain", key="notice_all"
        )
        _document(scope)


def _paper(matters: Sequence[Matter], who: Person) -> None:
    """Take what came back on paper from whoever has no account."""
    known = {one.newest.number: one for one in matters}
    with st.expander("代录纸质回执"), st.form("notice_paper", border=False):
        number = _chosen("哪一件", known, "notice_paper_chosen")
        text = st.text_area("回执上写的", max_chars=1000, key=_fresh("notice_paper", known))
        if st.form_submit_button("记入"):
            acting, chosen = who.sign(), known[number]
            reminding.answer_on_paper(cache.archive(), chosen, text, who=acting)
            said = views.ended(chosen.newest, cache.today())
            handing_in.done(f"{views.named(chosen.newest)}的回执已记入，{said}。")
