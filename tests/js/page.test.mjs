import assert from "node:assert/strict";
import test from "node:test";
import { Fake, key, run } from "./browser.mjs";

const FRAMES = "iframe[src*='/component/map/']";
const button = () => new Fake("button", { pressed: 0, click() { this.pressed += 1; } });
const of = (turn) => `.st-key-present_${turn} button`;

const MARK = "[data-slide]";
const mark = (at) => new Fake("p", { dataset: { slide: String(at), of: "9" } });

function slide(more = {}) {
  const found = { ".st-key-present": new Fake(), [MARK]: mark(4) };
  for (const turn of ["next", "back", "first", "last"]) found[of(turn)] = button();
  return { found, ...run("page.js", { found: Object.assign(found, more) }) };
}

function framed() {
  const source = { said: [], postMessage(message) { this.said.push(message); } };
  const found = { [FRAMES]: new Fake("iframe", { contentWindow: source }), ".st-key-present": new Fake(), [MARK]: mark(4), [of("next")]: button() };
  return { source, found, ...run("page.js", { found }) };
}

test("arrows, a clicker and the ends turn the pages", () => {
  const wanted = { ArrowRight: "next", PageDown: "next", " ": "next", ArrowLeft: "back", PageUp: "back", Home: "first", End: "last" };
  for (const [pressed, turn] of Object.entries(wanted)) {
    const { document, found } = slide(), event = key(pressed);

    document.say("keydown", event);

    assert.equal(found[of(turn)].pressed, 1, pressed);
    assert.equal(event.stopped, 1, pressed);
  }
});

test("without a slide, and with Ctrl, a key is left to the page", () => {
  const page = run("page.js"), event = key("PageDown");
  page.document.say("keydown", event);
  assert.equal(event.stopped, 0);

  const { document, found } = slide();
  document.say("keydown", key("PageDown", { ctrlKey: true }));
  assert.equal(found[of("next")].pressed, 0);
});

test("a key pressed before the foot and the buttons are there is not lost", () => {
  const { document, found, nextFrame, nextTimer } = slide();
  const late = found[of("next")];
  delete found[of("next")];
  delete found[MARK];

  document.say("keydown", key("PageDown"));
  nextFrame();
  found[MARK] = mark(4);
  nextFrame();
  found[of("next")] = late;
  nextTimer();

  assert.equal(late.pressed, 1);
});

test("keys pressed while a slide is on its way are asked for one after the other", () => {
  const { document, found, nextTimer } = slide();
  const next = found[of("next")];
  for (const pressed of ["PageDown", "PageDown", "PageDown", "PageUp"]) document.say("keydown", key(pressed));
  nextTimer();
  assert.equal(next.pressed, 1);

  found[MARK] = mark(5);
  nextTimer();
  assert.equal(next.pressed, 2);

  found[MARK] = mark(6);
  nextTimer();
  assert.equal(next.pressed + found[of("back")].pressed, 2);
});

test("keys beyond the last slide wish for no other one", () => {
  const { document, found, nextTimer } = slide();
  for (let times = 0; times < 20; times += 1) document.say("keydown", key("PageDown"));
  document.say("keydown", key("PageUp"));
  found[MARK] = mark(8);
  nextTimer();

  document.say("keydown", key("PageDown"));
  assert.equal(found[of("last")].pressed, 1);
});

test("B makes the screen black, a turned page lights it", () => {
  const { document } = slide();

  document.say("keydown", key("b"));
  assert.ok(document.body.classList.contains("dark-screen"));
  document.say("keydown", key("PageDown"));

  assert.ok(!document.body.classList.contains("dark-screen"));
});

test("a field keeps its letters, and an open list its arrows, but not a clicker's keys", () => {
  const field = (isOpen) => {
    const one = new Fake("input", { closest: (what) => what.startsWith("input") ? one : null });
    one.setAttribute("aria-expanded", String(isOpen));
    return one;
  };
  for (const [pressed, isOpen, turns] of [["b", false, 0], ["ArrowRight", true, 0], ["ArrowRight", false, 1], ["PageDown", true, 1]]) {
    const { document, found } = slide();

    document.say("keydown", key(pressed, { target: field(isOpen) }));

    assert.equal(found[of("next")].pressed, turns, `${pressed} ${isOpen}`);
  }
});

test("a key pressed in the map's frame turns the page, one from elsewhere does not", () => {
  const { window, found, source } = framed();

  window.say("message", { source: {}, data: { type: "sihui:key", key: "PageDown" } });
  assert.equal(found[of("next")].pressed, 0);
  window.say("message", { source, data: { type: "sihui:key", key: "PageDown" } });

  assert.equal(found[of("next")].pressed, 1);
});

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

const CHOICES = JSON.stringify({ town: ["镇街", { "": "全市", 1: "大沙镇", 2: "江谷镇" }], year: ["年份", {}], measure: ["指标", { "": "总量" }] });
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
  assert.equal(spoken.textContent, "已选择：镇街 江谷镇，年份 2023。");
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
