"""The errors a person may see: each says where, what is, and what may be."""

from __future__ import annotations


class SihuiMapError(Exception):
    """Anything that can go wrong for a reason a person can mend; the text is a Chinese sentence."""


class DomainError(SihuiMapError):
    """A value that the field's rules do not allow."""


class ChoiceError(SihuiMapError):
    """A town, year or measure that was asked for but does not exist."""


class DataFileError(SihuiMapError):
    """A data file that is missing or broken: says which file, which line, and the remedy."""

    def __init__(self, file: str, line: int | None, problem: str, remedy: str) -> None:
        """Name the ``file`` (relative to geodata/), the 1-based ``line`` if one is to blame.

        What was reported lies in no file: a name without a full stop is shown as it is.
        """
        self.file = file
        self.line = line
        self._told = problem, remedy
        path = f"geodata/{file}" if "." in file else file
        where = path + (f" 第 {line} 行" if line else "")
        super().__init__(f"{where}：{problem}。处理办法：{remedy}。")

    def __reduce__(self) -> tuple[type[DataFileError], tuple[str, int | None, str, str]]:
        """Return how it is made again in another process: of its four parts, not of its text."""
        return type(self), (self.file, self.line, *self._told)


class StoreError(SihuiMapError):
    """The store cannot be opened, read or written: says why and what to do."""


class UnavailableError(StoreError):
    """The store is out of reach, too slow or busy: the same may work a little later."""


class ReadOnlyError(StoreError):
    """The store can be read but not written: nothing was, and what is published still shows."""


class LateError(SihuiMapError):
    """Someone else was first; nothing of what either entered is lost."""


class IntakeError(SihuiMapError):
    """A file that was handed in and cannot be taken at all."""


class AccessError(SihuiMapError):
    """Whoever asks may not do this: says who may, or what to do."""


class DocumentError(SihuiMapError):
    """A document that cannot be made from what is there: says what to mend."""
