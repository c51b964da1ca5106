import assert from "node:assert/strict";
import test from "node:test";
import { Fake, heard, key, run } from "./browser.mjs";

const CELLS = "[data-grid] td[data-field]";
const json = (status, said) => ({ status, ok: status === 200, headers: { get: () => "application/json" }, json: async () => said });
const kept = (text, more = {}) => json(200, { text, step: 1, notes: [], ...more });

/* A grid of one column: the cells stand one below the other. */
function desk(answers, values = ["", ""]) {
  const grid = new Fake("div", { dataset: { scope: "t1", sheet: "能源", token: "tok", after: "0" }, isConnected: true });
  const news = new Fake("p"), body = new Fake("tbody"), asked = [], timers = [], jobs = [];
  grid.querySelector = () => news;
  const cells = values.map((value, place) => {
    const row = new Fake("tr", { dataset: { line: `l${place}` } });
    const [word, told] = [new Fake("b"), new Fake("span")];
    const state = new Fake("span", { className: "state", querySelector: (what) => what === "b" ? word : told });
    const input = new Fake("input", { tagName: "INPUT", value, defaultValue: value, matches: (what) => what === "input" });
    const cell = new Fake("td", { dataset: { field: "amount", step: "0", label: "数量" }, parentElement: row, nextElementSibling: null, word, told, state, input });
    cell.closest = (what) => ({ "[data-grid]": grid, tbody: body })[what] ?? cell;
    cell.querySelector = (what) => ({
      ":scope > input, :scope > select": input, ".state": state, ".state.wrong": state.className.endsWith("wrong") ? state : null,
      ".clash": cell.children.find((one) => one.className === "clash" && !one.isGone) ?? null,
    })[what] ?? null;
    input.closest = () => cell;
    row.children = [cell];
    row.querySelectorAll = () => [];
    return cell;
  });
  body.children = cells.map((cell) => cell.parentElement);
  const fetch = async (address, { body: sent }) => {
    asked.push({ address, ...JSON.parse(sent) });
    const next = answers.shift();
    if (!next) throw new TypeError("the line is cut");
    return next;
  };
  const page = run("desk.js", {
    found: { [CELLS]: cells, "[data-grid]": grid }, fetch, JSON, Map, Set, Promise, Number,
    setTimeout: (job) => timers.push(job), setInterval: (job) => { jobs.push(job); return 1; },
  });
  const leave = async (cell, text) => { cell.input.value = text; page.document.say("change", { target: cell.input }); await heard(); };
  return { ...page, cells, asked, news, again: async () => { timers.shift()(); await heard(); }, look: async () => { await jobs[0](); await heard(); }, leave };
}
const shown = (cell) => [cell.state.className, cell.word.textContent, cell.told.textContent];

test("a cell is sent as it is left, and says that it is kept", async () => {
  const { cells: [cell], asked, leave } = desk([kept("12.0")]);

  await leave(cell, "12");

  assert.deepEqual(asked, [{ address: "./cells/save", scope: "t1", sheet: "能源", line: "l0", field: "amount", text: "12", step: 0 }]);
  assert.deepEqual(shown(cell), ["state saved", "已存", ""]);
  assert.deepEqual([cell.input.value, cell.dataset.step], ["12.0", 1]);
});

test("what was not changed is not sent", async () => {
  const { cells: [cell], asked, leave } = desk([kept("7")], ["7"]);

  await leave(cell, "7");
  assert.equal(asked.length, 0);
  await leave(cell, "8");
  await leave(cell, "7");

  assert.equal(asked.length, 1);
});

test("a reminder stands beside what is kept", async () => {
  const { cells: [cell], leave } = desk([kept("99", { notes: ["比上年多一倍", "没有单位"] })]);

  await leave(cell, "99");

  assert.deepEqual(shown(cell), ["state warned", "已存，有提醒", "比上年多一倍；没有单位"]);
});

test("what is refused says why, and is sent again only by Enter", async () => {
  const { cells: [cell], asked, document, leave } = desk([json(422, { said: "应为数字" }), json(422, { said: "应为数字" })]);

  await leave(cell, "多");
  assert.deepEqual(shown(cell), ["state wrong", "未存", "应为数字"]);
  await leave(cell, "多");
  assert.equal(asked.length, 1);
  document.say("keydown", key("Enter", { target: cell.input }));
  await heard();

  assert.equal(asked.length, 2);
});

test("a cut line is tried again until it answers, and who leaves is warned", async () => {
  const { cells: [cell], asked, again, window, leave } = desk([null, json(503, {}), kept("5")]);
  const warned = () => { const event = key(""); window.say("beforeunload", event); return event.stopped > 0; };

  await leave(cell, "5");
  assert.deepEqual(shown(cell), ["state waiting", "待保存", "连不上服务器，正在重试；请不要关闭这一页"]);
  assert.equal(warned(), true);
  await again();
  assert.equal(cell.word.textContent, "待保存");
  await again();

  assert.deepEqual(asked.map((one) => one.text), ["5", "5", "5"]);
  assert.equal(cell.word.textContent, "已存");
  assert.equal(warned(), false);
});

test("what is typed while the line is cut is what is kept in the end", async () => {
  const { cells: [cell, other], asked, again, leave } = desk([null, kept("6"), kept("1")]);

  await leave(cell, "5");
  await leave(cell, "6");
  await leave(other, "1");
  await again();

  assert.deepEqual(asked.map((one) => [one.line, one.text]), [["l0", "5"], ["l0", "6"], ["l1", "1"]]);
  assert.deepEqual([cell.word.textContent, other.word.textContent], ["已存", "已存"]);
});

test("of two who fill in one cell the second chooses: mine, or the other's", async () => {
  for (const [choice, sent, value] of [[0, 2, "5"], [1, 1, "9"]]) {
    const clash = json(409, { said: "王五 刚刚写了 9", who: "王五", text: "9", step: 3 });
    const { cells: [cell], asked, leave } = desk([clash, kept("5", { step: 4 })]);

    await leave(cell, "5");
    assert.deepEqual(shown(cell), ["state wrong", "未存", "王五 刚刚写了 9"]);
    const buttons = cell.querySelector(".clash").children;
    assert.deepEqual(buttons.map((one) => one.textContent), ["用我的 5", "用王五的 9"]);
    buttons[choice].onclick();
    await heard();

    assert.equal(asked.length, sent);
    assert.deepEqual([cell.input.value, cell.word.textContent], [value, "已存"]);
    if (sent === 2) assert.equal(asked[1].step, 3);
  }
});

test("a column of a table goes down from where it is put", async () => {
  const { cells, asked, document } = desk([kept("1"), kept("2")]);
  const pasted = { getData: () => "1\r\n2\r\n3\r\n" };

  document.say("paste", key("", { target: cells[0].input, clipboardData: pasted }));
  await heard();

  assert.deepEqual(asked.map((one) => [one.line, one.text]), [["l0", "1"], ["l1", "2"]]);
});

test("what another wrote is shown, but not over what one is typing", async () => {
  const told = (line, number) => ({ line, field: "amount", text: "4", step: 2, number, who: "王五", at: "09:30" });
  const { cells: [cell, other], document, look, news } = desk([json(200, { cells: [told("l0", 7), told("l1", 8)] })]);
  document.activeElement = other.input;
  other.input.value = "3";

  await look();

  assert.deepEqual([cell.input.value, ...shown(cell)], ["4", "state saved", "已存", "王五 09:30 写的"]);
  assert.deepEqual([other.input.value, other.dataset.step], ["3", "0"]);
  assert.equal(news.textContent, "王五 刚刚改了 1 格。");
});
