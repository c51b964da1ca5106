"""Errors: one sentence that says where, what is, and what to do."""

from __future__ import annotations

import pytest

from sihui_map.errors import ChoiceError, DataFileError, DomainError, SihuiMapError


def test_a_broken_line_is_named_with_its_file_and_remedy() -> None:
    error = DataFileError("sites.csv", 3, "「lon」应为数字", "改正这一处")

    assert str(error) == "geodata/sites.csv 第 3 行：「lon」应为数字。处理办法：改正这一处。"
    assert (error.file, error.line) == ("sites.csv", 3)


def test_a_broken_file_is_named_without_a_line() -> None:
    error = DataFileError("sites.csv", None, "找不到文件", "从安装包恢复该文件")

    assert str(error) == "geodata/sites.csv：找不到文件。处理办法：从安装包恢复该文件。"


@pytest.mark.parametrize("error", [DomainError, ChoiceError, DataFileError])
def test_one_net_catches_every_error_a_person_can_mend(error: type[Exception]) -> None:
    assert issubclass(error, SihuiMapError)
