"""Read every file of a folder in this process alone, and tell how it went: run by the tests."""

from __future__ import annotations

import json
import resource
import sys
import time
import traceback
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from sihui_map.archive import Archive
from sihui_map.errors import IntakeError
from sihui_map.intake import checks
from sihui_map.intake.reading import read_file
from sihui_map.intake.workbook import READER
from sihui_map.store import Store
from tests.child_tasks import peak_mib
from tests.counties.county import SANZHEN


def cpu_s() -> float:
    """Return the seconds that this process, its worker and the workers before it computed."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    now = READER.run(time.process_time)
    return time.process_time() + ended.ru_utime + ended.ru_stime + now


def answer(path: Path, archive: Archive, name: str) -> dict[str, object]:
    """Return what came of one file, the CPU seconds it took and the peak memory so far, in MiB."""
    known = archive.known(date(2034, 11, 22))
    body = path.read_bytes()
    heard: list[float] = []
    begin = cpu_s()
    said: list[str] = []
    rows = changes = 0
    try:
        reading = read_file(body, name, known, progress=lambda share, _: heard.append(share))
        after = archive.with_changes(reading.changes) if reading.changes else known.figures
        if not reading.is_blocked:
            reading = checks.check(reading, known, after)
        outcome = "blocked" if reading.is_blocked else "taken"
        place = known.figures.snapshot.place
        said = [found.text_in(place) for found in reading.findings]
        rows, changes = reading.rows, len(reading.changes)
        problems = len(after.snapshot.problems)
    except IntakeError as error:
        outcome, said, problems = "refused", [str(error)], 0
    except Exception:  # noqa: BLE001 whatever it is, the test shows it
        outcome, said, problems = "crashed", [traceback.format_exc()], 0
    return {
        "outcome": outcome,
        "said": said,
        "rows": rows,
        "changes": changes,
        "problems": problems,
        "heard": heard,
        "cpu_s": cpu_s() - begin,
        "peak_mib": peak_mib(),
        "child_mib": READER.run(peak_mib),
    }


def main(folder: str) -> None:
    """Write one answer per line: a folder holds numbered files and names.json."""
    names: list[str] = json.loads((Path(folder) / "names.json").read_text(encoding="utf-8"))
    with TemporaryDirectory() as place:
        archive = Archive(Store(f"sqlite:///{place}/reader.db"), SANZHEN, with_sample=False)
        archive.known(date(2034, 11, 22))
        for number, name in enumerate(names):
            found = answer(Path(folder) / str(number), archive, name)
            sys.stdout.write(json.dumps(found) + "\n")
        archive.store.close()
        READER.close()


if __name__ == "__main__":
    main(sys.argv[1])
