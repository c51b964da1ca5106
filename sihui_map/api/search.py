"""What was found for some words, and the address that opens each."""

from typing import Annotated

from pydantic import Field

from sihui_map.api.answer import Answer, Revision
from sihui_map.domain.search import Index, Kind

MOST = 20
"""Results of one kind in one answer."""


class Result(Answer, title="找到的一项"):
    """One thing that fits."""

    title: Annotated[str, Field(description="名称")]
    excerpt: Annotated[str, Field(description="文字中符合的一段")]
    address: Annotated[str, Field(description="打开它的页面地址，相对于首页")]
    marks: Annotated[tuple[str, ...], Field(description="文字中与所找字词相同的部分")]


class ResultGroup(Answer, title="同一类的结果"):
    """What fits of one kind."""

    kind: Annotated[Kind, Field(description="类别")]
    count: Annotated[int, Field(description=f"符合的项数；results 中最多 {MOST} 项")]
    results: tuple[Result, ...]


class Found(Answer, title="查找结果"):
    """What fits, the kind that fits best first."""

    revision: Revision
    query: Annotated[str, Field(description="要找的字词")]
    groups: tuple[ResultGroup, ...]


def found_answer(revision: str, words: str, index: Index) -> Found:
    """Return what ``index`` has for ``words``."""
    groups = tuple(
        ResultGroup(
            kind=group.kind,
            count=group.count,
            results=tuple(
                Result(
                    title=hit.entry.title,
                    excerpt=hit.excerpt,
                    address=hit.entry.address,
                    marks=hit.marks,
                )
                for hit in group.hits
            ),
        )
        for group in index.find(words, most=MOST)
    )
    return Found(revision=revision, query=words, groups=groups)
