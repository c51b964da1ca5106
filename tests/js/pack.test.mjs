import assert from "node:assert/strict";
import test from "node:test";
import { Fake, run } from "./browser.mjs";

const DATA = {
  start: { year: "2033", measure: "total", boundary: "direct" }, years: [2030, 2033], parts: ["coal"],
  towns: [["1", "甲镇"], ["2", "乙镇"]],
  choices: { measure: [["total", "总量"], ["coal", "煤品"]], boundary: [["direct", "直接"], ["net", "净"]] },
  measures: Object.fromEntries(["direct.total", "net.total", "coal"].map((id) => [id, {
    label: id, unit: "t", said: { 2030: `${id} 2030`, 2033: `${id} 2033` }, ranking: {}, colors: [], dark: [], cells: { 1: { 2033: [0, "5", ""] } },
  }])),
  facts: { 2: { 2030: "乙镇 2030", 2033: "乙镇 2033" } }, cityFacts: "全县",
  filters: [], search: [
    { kind: "任务", title: "压减煤炭", text: "煤改气", keys: ["yjmt"], view: "tasks", row: -1 },
    { kind: "镇街", title: "乙镇", text: "在东边", keys: ["yz"], view: "town", town: "2", row: -1 },
    { kind: "条款", title: "第 101 条", text: "先压减煤炭消费", keys: ["d101t"], view: "tasks", row: -1 },
  ],
};

class Part extends Fake {
  set textContent(text) { this.text = text; this.children = []; }
  get textContent() { return this.text; }
  set innerHTML(text) { this.textContent = text; }
  get innerHTML() { return this.textContent; }
  querySelectorAll(what) { return this.below.filter((one) => one.tag === what); }
}
const part = (more = {}) => new Part("div", { hidden: false, ...more });

function pack(hash = "") {
  const views = ["map", "town", "tasks"].map((id) => part({ id }));
  const links = views.map((view) => part({ hash: `#${view.id}` }));
  const boxes = ["year", "measure", "boundary"].map((choice) => part({ dataset: { choice }, closest: () => null }));
  const legends = Object.keys(DATA.measures).map((id) => part({ id: `legend-${id}` }));
  const found = { "#data": part({ textContent: JSON.stringify(DATA) }), ".view": views, "nav a": links, "[data-choice]": boxes, ".legend": legends };
  for (const name of ["#notice", "#picker", "#answer", "#facts", "#ranking", "#search", "#results", ".search", "#tip"]) found[name] = part({ value: "" });
  found[".part"] = ["by-direct.total", "by-net.total", "by-coal", "ledger-2030", "ledger-2033", "town-none", "town-2"].map((id) => part({ id }));
  const page = run("../../documents/html/assets/pack.js", {
    found, href: `file:///pack.html${hash}`, Made: Part, Option: class extends Part { constructor(text, value) { super("option"); Object.assign(this, { text, value }); } },
    JSON, Array, Boolean, Number, Math, String, scrollTo() {}, print() {},
  });
  const press = (choice, value) => boxes.find((box) => box.dataset.choice === choice).children.find((one) => one.dataset.value === value).onclick();
  const on = (all) => all.filter((one) => one.classList.contains("on")).map((one) => one.id);
  const look = (text) => { found["#search"].value = text; found["#search"].oninput(); return found["#results"].children.slice(1); };
  return { ...page, found, boxes, press, look, views: () => on(views), parts: () => on(found[".part"]), legend: () => legends.filter((one) => !one.hidden).map((one) => one.id) };
}

test("it opens on its first page, with one legend and one table", () => {
  const { found, views, parts, legend, location } = pack();

  assert.deepEqual(views(), ["map"]);
  assert.deepEqual(parts(), ["by-direct.total", "ledger-2033", "town-none"]);
  assert.deepEqual(legend(), ["legend-direct.total"]);
  assert.deepEqual([found["#answer"].innerHTML, found["#facts"].innerHTML], ["direct.total 2033", "全县"]);
  assert.equal(found["#notice"].hidden, true);
  assert.match(location.hash, /year=2033/);
});

test("year, measure and scope switch answer, table and legend, and stand in the address", () => {
  const { found, boxes, press, parts, legend, location } = pack();

  press("year", "2030");
  press("boundary", "net");
  assert.deepEqual(parts(), ["by-net.total", "ledger-2030", "town-none"]);
  press("measure", "coal");

  assert.deepEqual(legend(), ["legend-coal"]);
  assert.equal(found["#answer"].innerHTML, "coal 2030");
  assert.equal(boxes[2].hidden, true);  // a part has no scope
  assert.equal(new URLSearchParams(location.hash.slice(1)).get("measure"), "coal");
  assert.deepEqual(boxes[0].children.filter((one) => one.dataset.value).map((one) => one.getAttribute("aria-pressed")), ["true", "false"]);
});

test("between years without a number stands a gap that says so", () => {
  const { boxes: [years] } = pack();

  assert.equal(years.children[1].title, "2031—2032 年没有公开数值，不推测");
});

test("an address opens what it says, and what there is not is one sentence", () => {
  const town = pack("#town-2");
  assert.deepEqual([town.views(), town.found["#facts"].innerHTML], [["town"], "乙镇 2033"]);
  assert.ok(town.parts().includes("town-2"));

  const wrong = pack("#view=tasks&year=1999&evil=1");
  assert.deepEqual(wrong.views(), ["tasks"]);
  assert.equal(wrong.found["#notice"].hidden, false);
  assert.equal(wrong.found["#notice"].textContent, "地址里的年份「1999」、内容「1」不存在，已按默认显示；请在页面上重新选择。");
  assert.match(wrong.location.hash, /year=2033/);
});

test("words and initials are found, the title before the text", () => {
  const { look, views, found } = pack();
  const titles = (results) => results.map((one) => one.children[1].textContent);

  assert.deepEqual(titles(look("压减")), ["压减煤炭", "第 101 条"]);
  assert.deepEqual(titles(look("yz")), ["乙镇"]);
  assert.deepEqual(look("没有").length, 0);
  look("yz")[0].onclick();

  assert.deepEqual([views(), found["#picker"].value], [["town"], "2"]);
  assert.equal(found["#results"].hidden, true);
});
