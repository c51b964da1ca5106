"""One column of a reported table: what it is called, what its cells take, how a form shows it.

Plain frozen dataclasses. A declaration is a constant that every layer reads and a child process is
handed; what is told comes as text from a cell with a place, and is refused in Chinese by the rules
that a page lists. pydantic or pandera would check values a second time, in words of their own, and
save none of what is derived from a declaration here.
"""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from datetime import date
from enum import Enum, StrEnum, auto
from functools import cached_property
from typing import TYPE_CHECKING

from sihui_map.domain.check import YEAR_MIN, Rule
from sihui_map.domain.energy import CELL_REASONS
from sihui_map.domain.value import ValueKind

if TYPE_CHECKING:
    from collections.abc import Mapping

UNSAID_UNITS = ("年", "项")


class Form(Enum):
    """How a cell is read."""

    TEXT = auto()
    NUMBER = auto()
    YEAR = auto()
    DAY = auto()
    LISTED = auto()
    LISTED_MANY = auto()
    NEW_ID = auto()


HOLDS: Mapping[Form, type] = {
    Form.NUMBER: float,
    Form.YEAR: int,
    Form.DAY: date,
    Form.LISTED_MANY: tuple,
}
"""What a record holds of each form; of the others it is a text."""


@dataclass(frozen=True, kw_only=True)
class Field:
    """What a cell takes: how it is read, whether it may be empty, which list, which years."""

    form: Form = Form.TEXT
    required: bool = False
    words: str = ""
    """The list that it takes a word of."""
    options: tuple[str, ...] = ()
    """The words of a list that no one else has, stored as they stand."""
    rule: Rule = Rule.CHOICE
    """The rule that a word outside the list breaks."""
    signed: bool = False
    may_come: bool = False
    """Of a day: it may lie after today, until LAST_PLAN_YEAR."""
    reasons: tuple[str, ...] = ()
    """Words that may stand where there is no number; the record keeps them as its ``reason``."""
    first_year: int = YEAR_MIN
    last_year: int | None = None
    """None: this year."""
    holds: type = str
    """What a record holds: a set of words (an enum), bool of 是/否, int of a number's word."""
    blank: object = None
    """What a record holds of an empty cell, where that is no plain blank."""
    refused: tuple[str, ...] = ()
    """Words of ``holds`` that no row may have."""
    may_lack: bool = False
    """Required of who fills it in; a row without it still counts for what else it tells."""

    @cached_property
    def held(self) -> type:
        """Return the type of what a record holds."""
        return HOLDS.get(self.form, self.holds)

    @cached_property
    def when_blank(self) -> object:
        """Return what a record holds of an empty cell."""
        plain: Mapping[type, object] = {str: "", tuple: ()}
        return plain.get(self.held) if self.blank is None else self.blank


@dataclass(frozen=True, slots=True)
class Spelled:
    """The column of a sheet beside a code: the name of what it stands for, from a list."""

    words: str
    header: str
    width: int = 14


@dataclass(frozen=True, slots=True)
class Column:
    """One column: name, label and what it takes; then what follows from it elsewhere."""

    name: str
    label: str
    field: Field = Field()
    _: KW_ONLY
    unit: str | None = None
    """Of a number; "" where another column of the row says it, None where there is no number."""
    is_newer: bool = False
    """Added later: rows, files and templates of before lack it."""
    must_exist: bool = False
    """A row is not read whose code is none of its list."""
    header: str = ""
    """Its heading on a sheet, where that is another."""
    was: str = ""
    """Its header in templates handed out earlier."""
    width: int = 14
    spelled: Spelled | None = None
    yearly: str = ""
    """What a number is called where it is held against last year's; "" where it is not."""
    attribute: str = ""
    """Where a record keeps it, if not under its name."""
    within: str = ""
    """The mapping of a record that keeps it by its name: a column that the county named."""

    @property
    def heading(self) -> str:
        """Return what it is called, with its unit."""
        is_said = self.unit and self.unit not in UNSAID_UNITS
        return f"{self.label}（{self.unit}）" if is_said else self.label

    @property
    def head(self) -> str:
        """Return its heading on a sheet."""
        return self.header or self.heading


def listed(
    words: str, *, rule: Rule = Rule.CHOICE, required: bool = True, holds: type = str
) -> Field:
    """Return a field that takes a word of one list."""
    return Field(form=Form.LISTED, required=required, words=words, rule=rule, holds=holds)


def state(words: str, holds: type[StrEnum], blank: StrEnum) -> Field:
    """Return a field that takes a word of one list; a blank is ``blank``."""
    return Field(form=Form.LISTED, words=words, holds=holds, blank=blank)


TEXT = Field()
NEEDED = Field(required=True)
AMOUNT = Field(form=Form.NUMBER, required=True)
SIZE = Field(form=Form.NUMBER)
SIGNED = Field(form=Form.NUMBER, required=True, signed=True)
PART = Field(form=Form.NUMBER, required=True, may_lack=True)
USED = Field(form=Form.NUMBER, required=True, reasons=tuple(map(str, CELL_REASONS)))
"""How much of a fuel: a number (0 is one), or why there is none."""
DEGREES = Field(form=Form.NUMBER, signed=True)
NEW_ID = Field(form=Form.NEW_ID, required=True)
YEAR = Field(form=Form.YEAR, required=True)
KIND = Field(
    form=Form.LISTED,
    required=True,
    words="kind",
    holds=ValueKind,
    refused=(ValueKind.MISSING,),
)
STATE_KIND = Field(form=Form.LISTED, required=True, words="kind", holds=ValueKind)
"""Of a row of states: it stands for no number that could be missing."""
FLAG = "flag"
TOWN = listed("town", rule=Rule.UNKNOWN, required=False)
AREA = listed("area", rule=Rule.UNKNOWN)

AREA_COLUMN = Column(
    "area_id",
    "镇街或排放源",
    AREA,
    must_exist=True,
    header="地区代码",
    spelled=Spelled("area", "地区"),
)
"""A town or the city."""
YEAR_COLUMN = Column("year", "年份", YEAR, unit="年", width=8)
KIND_COLUMN = Column("kind", "性质", KIND, width=8)
STATE_KIND_COLUMN = Column("kind", "性质", STATE_KIND, width=8)
SOURCE_COLUMN = Column("source", "来源", NEEDED, width=30)
