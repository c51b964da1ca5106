"""What not everyone may read leaves by no way: every file, answer, page and document is searched.

The rows have values that stand nowhere else; whatever a visitor can have is unpacked and must not
hold one. Whoever adds a way out of the system finds it here, as each is taken from its own list.
"""

from __future__ import annotations

import asyncio
import io
import zipfile
from datetime import date
from typing import TYPE_CHECKING

import httpx
import pytest

from sihui_map import workflow
from sihui_map.catalogue import datasets
from sihui_map.changes import compare
from sihui_map.documents.outputs import OUTPUTS
from sihui_map.domain.access import Role
from sihui_map.domain.enterprise import Measure
from sihui_map.domain.submission import Change, State
from sihui_map.store.writers import drafting, publishing, steps
from sihui_map.ui import cache, downloads
from sihui_map.ui.pages import PAGES
from sihui_map.views.sentences import enterprises_sentence
from sihui_map.views.tables import enterprise_plans
from tests import county
from tests.pages.conftest import Visit
from tests.people import OTHER_TOWN, OWN_TOWN, clerk
from tests.signing import VISIT, account_in, session_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.applications import Starlette

    from sihui_map.archive import Archive
    from sihui_map.domain.access import Actor

TODAY = date(2026, 11, 22)
THIRD_TOWN = county.FIRST.code
SECRETS = (
    "隐名机械厂", "hidden-machines", "71234.5", "71,234", "61234.5", "61,234", "81234.5", "81,234",
    "91234.5", "91,234", "98765.5", "98,765", "隐秘理由",
)  # fmt: skip
"""What a visitor must never read: a name, an id, amounts as stored and as shown, a reason."""


def row(town: str, own: str, name: str, amounts: str, secrecy: str) -> dict[str, str]:
    """Return a row; ``secrecy`` says o or x of name, energy and output."""
    energy, output = amounts.split()
    said = ["公开" if sign == "o" else "内部" for sign in secrecy]
    columns = "town_code enterprise_id year name sector energy_tce output_1e4_cny plan_state"
    cells = (town, own, "2025", name, "铝材", energy, output, "编制中")
    told_to = dict(zip(("name_secrecy", "energy_secrecy", "output_secrecy"), said, strict=True))
    told = dict(zip(columns.split(), cells, strict=True))
    return {**told, "park_id": "", **told_to, "kind": "实绩", "source": "节能台账"}


CLASSIFIED = {"energy_secrecy": "涉密", "energy_tce": ""}
ROWS = (
    row(OWN_TOWN, "hidden-machines", "隐名机械厂", "71234.5 12", "xoo"),
    row(OWN_TOWN, "open-name", "公开名称厂", "61234.5 98765.5", "oxx"),
    row(OWN_TOWN, "all-open", "全公开厂", "3456.5 4567.5", "ooo"),
    row(OTHER_TOWN, "alone", "独家化工厂", "81234.5 34", "oxo"),
    row(THIRD_TOWN, "classified", "涉密数厂", "0 56", "oxo")
    | {"energy_secrecy": "涉密", "energy_tce": ""},
)


def publish(archive: Archive, *rows: dict[str, str]) -> None:
    """Publish ``rows``, each with a reason that a clerk gave."""
    store = archive.store
    (table,) = [each for each in datasets() if each.name == "enterprises"]
    changes = [
        Change(dataset=table.name, row_key=table.key_of(cells), cells=cells, why="隐秘理由：属实")
        for cells in rows
    ]
    number = archive.current().snapshot.issue.number
    own = drafting.draft(store, changes, who="张三", why="年报", origin="a.csv").submission_id
    steps.move(store, own, State.SUBMITTED, who="张三")
    steps.move(store, own, State.APPROVED, who="李四")
    publishing.publish(
        store, [own], who="王五", why="年报", reference=archive.reference(), expected=number
    )


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"sqlite:///{tmp_path_factory.mktemp('confidential')}/own.db"


@pytest.fixture(scope="module")
def archive(url: str) -> Iterator[Archive]:
    """Return the archive of a store with the rows, without samples."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SIHUI_DATABASE_URL", url)
        patch.setenv("SIHUI_SAMPLE", "off")
        found = cache.archive()
        publish(found, *ROWS)
        yield found
        found.store.close()


@pytest.fixture(autouse=True)
def own_settings(archive: Archive, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    del archive  # begun before any test
    monkeypatch.setenv("SIHUI_DATABASE_URL", url)
    monkeypatch.setenv("SIHUI_SAMPLE", "off")


class Client:
    """A browser without a page: it asks, with the cookies that it was given."""

    def __init__(self, application: Starlette) -> None:
        self.application = application
        self.cookies: dict[str, str] = {}

    def get(self, path: str, **params: str) -> httpx.Response:
        """Return the answer for a path."""

        async def one() -> httpx.Response:
            transport = httpx.ASGITransport(self.application)
            async with httpx.AsyncClient(
                transport=transport, base_url="http://localhost:8501", cookies=self.cookies
            ) as client:
                return await client.get(path, params=params or None)

        return asyncio.run(one())


@pytest.fixture
def client(application: Starlette) -> Client:
    return Client(application)


def unpacked(body: bytes) -> str:
    """Return all that is written in a file, also in the files within it."""
    if not zipfile.is_zipfile(io.BytesIO(body)):
        return body.decode("utf-8", "ignore")
    with zipfile.ZipFile(io.BytesIO(body)) as package:
        return "\n".join(unpacked(package.read(name)) for name in package.namelist())


def told(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text]


def signed_in(client: Client, archive: Archive, name: str, role: Role, scope: str = "") -> None:
    account_in(archive.store, name, role, scope)
    client.cookies["sihui_session"] = session_in(archive.store, name)
    client.cookies["sihui_visit"] = VISIT


def test_the_rows_are_there_and_their_open_parts_are_seen(archive: Archive) -> None:
    snapshot = archive.current().snapshot

    assert snapshot.problems == ()
    seen = {each.name: (each.energy_tce, each.output_1e4_cny) for each in snapshot.enterprises}
    assert seen == {
        "全公开厂": (3456.5, 4567.5),
        "公开名称厂": (None, None),
        "涉密数厂": (None, 56),
        "独家化工厂": (None, 34),
    }


def test_no_snapshot_shows_what_it_seals(archive: Archive) -> None:
    assert told(repr(archive.current().snapshot)) == []
    assert told(str(archive.current().snapshot.sealed)) == []


@pytest.mark.parametrize("table", [each.name for each in datasets() if each.is_confidential])
def test_of_a_confidential_table_a_snapshot_has_the_open_parts_only(
    archive: Archive, table: str
) -> None:
    (own,) = [each for each in datasets() if each.name == table]
    rows = own.records(archive.current().snapshot)

    assert rows
    assert [getattr(each, "open_part") for each in rows] == list(rows)  # noqa: B009 of any record


def test_no_answer_of_the_interface_tells_one(client: Client) -> None:
    paths = client.get("/api/v1/openapi.json").json()["paths"]

    assert len(paths) > 5
    for path in paths:
        answer = client.get(f"/api/v1{path.removeprefix('/api/v1')}", q="隐名")
        assert told(answer.text) == [], path
    assert "公开名称厂" in client.get("/api/v1/reported").text


@pytest.mark.parametrize("name", downloads.TABLES)
def test_no_table_as_a_file_tells_one(client: Client, name: str) -> None:
    query = {"year": "2025", "measure": "total", "boundary": "direct", "town": OWN_TOWN}

    assert told(client.get(f"/data/{name}.csv", **query).text) == []


@pytest.mark.parametrize("name", [each.name for each in datasets()])
def test_no_file_to_fill_in_tells_one(client: Client, name: str) -> None:
    assert told(client.get(f"/data/reported/{name}.csv").text) == []


@pytest.mark.parametrize("town", ["", OWN_TOWN])
def test_no_template_tells_one_to_anybody(client: Client, archive: Archive, town: str) -> None:
    asked = f"/data/template.xlsx?town={town}"

    visitor = client.get(asked)
    signed_in(client, archive, "审核甲", Role.REVIEWER)
    reviewer = client.get(asked)

    assert visitor.status_code == reviewer.status_code == 200
    assert told(unpacked(visitor.content)) == told(unpacked(reviewer.content)) == []


@pytest.mark.parametrize("key", OUTPUTS)
def test_no_document_tells_one(archive: Archive, key: str) -> None:
    body = OUTPUTS[key].make(archive.current(), archive.at("1"), "")

    assert told(unpacked(body)) == []


@pytest.mark.parametrize("slug", [entry.slug for entry in PAGES])
def test_no_page_tells_one_to_a_visitor(slug: str) -> None:
    visit = Visit().open(slug)
    shown = [*visit.app.markdown, *visit.app.warning, *visit.app.error]

    assert visit.broke == []
    assert told(visit.text + "\n".join(str(each.value) for each in shown)) == []


def test_the_search_finds_the_open_one_only(client: Client) -> None:
    hidden = client.get("/api/v1/search", q="隐名机械厂").json()
    opened = client.get("/api/v1/search", q="全公开厂").json()

    assert hidden["groups"] == []
    (hit,) = opened["groups"][0]["results"]
    assert hit["address"] == "enterprises#enterprise-all-open-2025"


@pytest.mark.parametrize(
    ("role", "scope", "seen"),
    [
        (None, "", set()),
        (Role.VIEWER, "", set()),
        (Role.UNIT, county.OFFICE, set()),
        (Role.ADMINISTRATOR, "", set()),
        (Role.TOWN, OTHER_TOWN, {"81234.5"}),
        (Role.TOWN, OWN_TOWN, {"隐名机械厂", "71234.5", "61234.5", "98765.5"}),
        (Role.REVIEWER, "", {"隐名机械厂", "71234.5", "61234.5", "98765.5", "81234.5"}),
    ],
)
def test_each_role_reads_what_is_its_own_in_both_files(
    client: Client, archive: Archive, role: Role | None, scope: str, seen: set[str]
) -> None:
    if role is not None:
        signed_in(client, archive, f"甲{role}{scope}", role, scope)

    for path in ("/data/own-enterprises.csv", "/data/reported/enterprises.csv"):
        answer = client.get(path)

        assert set(told(answer.text)) - {"hidden-machines"} == seen, path
        assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("who", "writing", "hidden"),
    [(None, 4, 1), (clerk(scope=OTHER_TOWN), 4, 1), (clerk(scope=OWN_TOWN), 5, 0)],
)
def test_no_count_of_plans_less_those_that_are_read_is_of_a_hidden_one(
    archive: Archive, who: Actor | None, writing: int, hidden: int
) -> None:
    """A total of 5 in writing, of which a visitor reads 4, were the state of the hidden one."""
    table = enterprise_plans(archive.current(), who)

    assert [int(cell.text) for cell in table.column("writing")] == [writing]
    assert [int(cell.text) for cell in table.column("hidden")] == [hidden]
    assert "名称公开的 4 家中 0 家" in enterprises_sentence(archive.current())


def test_a_file_of_another_town_shows_nothing_of_what_stands_there(archive: Archive) -> None:
    own = {**ROWS[3], "energy_tce": "1"}  # the row of OTHER_TOWN, handed in by a clerk of OWN_TOWN
    order = next(each for each in datasets() if each.name == "enterprises").column_names
    body = f"{','.join(order)}\n{','.join(own[name] for name in order)}\n".encode()

    his = workflow.propose(archive, body, "a.csv", today=TODAY, who=clerk(scope=OWN_TOWN))
    hers = workflow.propose(archive, body, "a.csv", today=TODAY, who=clerk(scope=OTHER_TOWN))

    assert [each.sentence for each in his.findings] == []
    assert [change.before for change in his.rows] == [None]
    assert told(repr((his.findings, his.rows))) == []
    assert hers.rows[0].before is not None


def test_what_would_be_published_shows_no_sum_and_no_difference(archive: Archive) -> None:
    """Invented rows beside a single one would else unlock its sum, on a page of the desk."""
    invented = [row(OTHER_TOWN, f"made-up-{n}", f"编造厂{n}", "70000 1", "oxx") for n in (1, 2, 3)]
    changes = [
        Change(dataset="enterprises", row_key=f"{OTHER_TOWN}|{cells['enterprise_id']}|2025",
               cells=cells)
        for cells in invented
    ]  # fmt: skip

    after = archive.with_changes(changes)

    assert after.enterprises.total(OTHER_TOWN, 2025, Measure.ENERGY).value is None
    found = compare(archive.current(), after)
    assert [each.figure_id for each in found.figures if "enterprises" in each.figure_id] == []


def test_a_row_that_cannot_be_read_is_not_quoted(archive: Archive) -> None:
    broken = {**ROWS[1], "energy_tce": "-71234.5"}
    change = Change(dataset="enterprises", row_key=f"{OWN_TOWN}|open-name|2025", cells=broken)

    problems = archive.with_changes([change]).snapshot.problems

    assert [told(each.sentence) for each in problems] == [[]]
    assert "重点用能单位」有 1 行不能读取" in problems[0].sentence


def test_of_an_older_publication_no_sum_is_told_beside_the_newest(archive: Archive) -> None:
    """Last: it publishes once more. Two sums of the same would give what was added."""
    number = archive.current().snapshot.issue.number
    added = [row(OTHER_TOWN, f"added-{n}", f"新增厂{n}", "70000 1", "oxx") for n in (1, 2, 3)]
    publish(archive, *added)
    now, before = archive.current(), archive.at(str(number))

    assert now.enterprises.total(OTHER_TOWN, 2025, Measure.ENERGY).value == pytest.approx(291_234.5)
    assert before.enterprises.total(OTHER_TOWN, 2025, Measure.OUTPUT).value is None


def test_a_file_that_begins_with_an_earlier_publication_shows_no_more(archive: Archive) -> None:
    """Also publishes: what stood there then would else be told as a conflict."""
    number = archive.current().snapshot.issue.number
    publish(archive, row(THIRD_TOWN, "later", "后来公开厂", "1 1", "ooo"))
    (table,) = [each for each in datasets() if each.name == "enterprises"]
    own = row(OWN_TOWN, "hidden-machines", "改过的名", "1 1", "ooo")  # by a clerk of another town
    body = f"{','.join(own)}\n{','.join(own.values())}\n".encode()

    def proposed(who: Actor | None) -> workflow.Proposal:
        return workflow.propose(archive, body, "a.csv", today=TODAY, number=number, who=who)

    for stranger in (clerk(scope=OTHER_TOWN), None):
        found = proposed(stranger)
        # The id is what he handed in himself.
        assert set(told(repr((found.findings, found.rows)))) <= {"hidden-machines"}
        assert [change.before for change in found.rows] == [None]
    assert told(repr(proposed(clerk(scope=OWN_TOWN)).rows)) != []
    known = archive.known(TODAY).readable_by(clerk(scope=OTHER_TOWN))
    key = (table.name, table.key_of(own))
    assert known.rows_at is not None
    assert key not in known.rows_at(number)
    assert key not in known.seen
