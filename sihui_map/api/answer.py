"""What every answer is built of: exact fields with Chinese descriptions, units and reasons."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from sihui_map.catalogue import Dataset
from sihui_map.domain import value
from sihui_map.domain.value import ValueKind


def _or_none(text: object) -> object:
    return None if text == "" else text


def _titled_only(schema: dict[str, Any]) -> None:
    # The docstring speaks to developers; whoever uses the interface reads the Chinese title.
    schema.pop("description", None)


Revision = Annotated[str, Field(description="期号：数据改变，期号就改变")]
TownCode = Annotated[str, Field(description="镇街统计代码，9 位数字", pattern="^[0-9]{9}$")]
TownName = Annotated[str, Field(description="镇街名称")]
Year = Annotated[int, Field(description="年份")]
Tco2 = Annotated[float | None, Field(description="排放量，单位 tCO2；没有数值时为 null")]
Kind = Annotated[ValueKind, Field(description="值的性质")]
Source = Annotated[str, Field(description="来源")]
OptionalText = Annotated[str | None, BeforeValidator(_or_none)]
Reason = Annotated[OptionalText, Field(description="没有数值的原因；有数值时为 null")]
Part = Annotated[
    float | None, Field(description="已报部分：没有完整数值时，已报的合计，单位见 unit；不是总量")
]
PartKind = Annotated[ValueKind, Field(description="已报部分的性质；没有时为「缺失」")]
Confidence = Annotated[OptionalText, Field(description="来源的可信程度")]
MissingNote = Annotated[OptionalText, Field(description="缺什么、为什么")]
Remark = Annotated[OptionalText, Field(description="说明")]
PlaceCode = Annotated[OptionalText, Field(description="所在镇街代码；不明时为 null")]
PlaceText = Annotated[OptionalText, Field(description="所在地的文字")]


def told(table: Dataset, name: str, more: str = "") -> Any:  # noqa: ANN401 what pydantic's Field is
    """Return the field of a column that is reported, called as everywhere; ``more`` is of here."""
    return Field(description=f"{table.heading(name)}{more}")


class Answer(BaseModel):
    """Exactly the fields named, read from a domain value of the same names, never changed."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, from_attributes=True, json_schema_extra=_titled_only
    )


class ErrorAnswer(Answer, title="请求没有成功"):
    """One sentence instead of an answer."""

    detail: Annotated[str, Field(description="一句话：现在是什么，可以是什么")]


class Quantity(Answer, title="一个数及其单位、性质和来源"):
    """A number and what it is; without a number, the reason."""

    value: Annotated[float | None, Field(description="数值，单位见 unit；没有时为 null")]
    unit: Annotated[str, Field(description="单位")]
    kind: Kind
    source: Source
    reason: Reason
    part: Part
    part_kind: PartKind


def quantity(found: value.Quantity) -> Quantity:
    """Return a number with what it is."""
    return Quantity.model_validate(found)
