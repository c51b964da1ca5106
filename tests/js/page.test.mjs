import assert from "node:assert/strict";
import test from "node:test";
import { Fake, key, run } from "./browser.mjs";

const FRAMES = "iframe[src*='/component/map/']";
function framed() {
  const source = { said: [], postMessage(message) { this.said.push(message); } };
  return { source, ...run("page.js", { found: { [FRAMES]: new Fake("iframe", { contentWindow: source }) } }) };
}

test("a frame is told the address on the first page only", () => {
  const { window, location, source } = framed();
  const hello = { source, data: { type: "sihui:hello" } };
  window.say("message", hello);
  assert.deepEqual(source.said.map((said) => said.type), ["sihui:address"]);

  location.pathname = "/forest";
  window.say("sihui:address");
  window.say("message", hello);

  assert.equal(source.said.length, 1);
});

test("a row with a town selects it in the map instead of loading the page", () => {
  const { document, source } = framed();
  const link = new Fake("a", { dataset: { town: "7" } });
  const click = (more = {}) => key("", { button: 0, target: new Fake("a", { closest: (what) => what.startsWith("a[") ? link : null }), ...more });

  document.say("click", click({ ctrlKey: true }));
  assert.equal(source.said.length, 0);
  document.say("click", click());

  assert.deepEqual({ ...source.said[0] }, { type: "sihui:select", town: "7" });
});

const CHOICES = JSON.stringify({ town: ["镇街", { "": "全市", 1: "甲镇", 2: "乙镇" }], year: ["年份", {}], measure: ["指标", { "": "总量" }] });
const withFoot = () => {
  const page = run("page.js", { found: { ".foot[data-choices]": new Fake("footer", { dataset: { choices: CHOICES } }) } });
  return { ...page, spoken: page.made.find((one) => one.attributes.role === "status") };
};

test("what a choice changed is spoken, in the words of the foot", () => {
  const { window, location, spoken } = withFoot();

  window.say("sihui:address");
  assert.equal(spoken.textContent, undefined);
  location.search = "?town=2&year=2023";
  window.say("sihui:address");
  assert.equal(spoken.textContent, "已选择：镇街 乙镇，年份 2023。");
  location.search = "?year=2023";
  window.say("popstate");
  assert.equal(spoken.textContent, "已选择：镇街 全市。");
});

test("another page is not spoken as a choice", () => {
  const { window, location, spoken } = withFoot();

  Object.assign(location, { pathname: "/forest", search: "" });
  window.say("sihui:address");

  assert.equal(spoken.textContent, undefined);
});

test("the group of the menu that the page stands in is marked, and only that", () => {
  const groups = ["填报", "会议"].map((name) => new Fake("button", { firstChild: { textContent: ` ${name} ` } }));
  const { window } = run("page.js", { found: {
    "[data-testid='stTopNavSection']": groups, ".foot[data-menu]": new Fake("footer", { dataset: { menu: "会议" } }) } });

  window.say("resize");

  assert.deepEqual(groups.map((one) => one.getAttribute("aria-current")), [null, "true"]);
});

test("past the map the first table behind it has the keyboard", () => {
  const focused = [], frame = new Fake("iframe", { compareDocumentPosition: (one) => one.place > 5 ? 4 : 2 });
  const table = (place) => new Fake("table", { place, focus() { focused.push(place); } });
  const { document } = run("page.js", { found: { [FRAMES]: frame, "table.data": [table(1), table(7), table(9)], "ul.targets": [table(6)] } });
  const event = key("", { target: new Fake("a", { closest: (what) => what === "[data-skip]" ? event.target : null }) });

  document.say("click", event);

  assert.deepEqual(focused, [7]);
});

test("the row of the chosen town is marked, and only that", () => {
  const row = () => new Fake("tr");
  const links = ["1", "2"].map((town) => { const own = row(); return new Fake("a", { dataset: { town }, own, closest: () => own }); });
  links[1].own.classList.add("chosen");
  const { window } = run("page.js", { found: { "table.data a[data-town]": links } });

  window.say("sihui:address");

  assert.deepEqual(links.map((link) => link.own.classList.contains("chosen")), [true, false]);
  assert.equal(links[0].own.getAttribute("aria-current"), "true");
});
