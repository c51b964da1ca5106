import assert from "node:assert/strict";
import test from "node:test";
import { Fake, heard, key, run } from "./browser.mjs";

class Part extends Fake {
  get firstChild() { return this.children[0]; }
  scrollIntoView() {}
}
const ok = (groups) => ({ ok: true, json: async () => ({ groups }) });
const result = (number, more = {}) => ({ title: `任务 ${number}`, excerpt: "", address: `task?no=${number}`, marks: [], ...more });
const group = (count, given = count) => ({ kind: "任务", count, results: Array.from({ length: given }, (_, place) => result(place + 1)) });

function box(answers, { href = "http://127.0.0.1/emissions?town=1&snapshot=2&measure=x" } = {}) {
  const asked = [], went = [];
  const field = new Part("input", { value: "", select() {} }), list = new Part("div"), words = new Part("p"), spoken = new Part("p");
  const panel = new Part("div", { hidden: true, querySelector: () => words }), button = new Part("button");
  list.querySelectorAll = () => list.below.filter((one) => one.tag === "a");
  const whole = new Part("div", { hidden: false, contains: () => false });
  whole.querySelector = (what) => ({ input: field, ".search-panel": panel, "[role=listbox]": list, "[role=status]": spoken, button })[what];
  const fetch = (url) => { asked.push(url); return new Promise((done, failed) => answers.push({ say: (one) => done(one), fail: () => failed(new Error("away")) })); };
  const page = run("search.js", {
    found: { "#search": whole }, currentScript: { src: "http://127.0.0.1/assets/search.js" }, href, Made: Part, fetch, AbortController, Set, String,
    sihuiGo: (to) => went.push(to),
  });
  const type = (text) => { field.value = text; field.oninput(); page.timers.at(-1).run(); };
  const links = () => list.querySelectorAll();
  return { ...page, field, list, panel, words, spoken, whole, asked, went, type, links };
}
const found = async (groups, more) => { const answers = [], page = box(answers, more); page.type("煤"); answers[0].say(ok(groups)); await heard(); return page; };

test("what is typed is asked of the interface, of the publication that is shown", async () => {
  const { asked, spoken, panel } = await found([group(1)]);

  assert.equal(asked[0].href, "http://127.0.0.1/api/v1/search?q=%E7%85%A4&snapshot=2");
  assert.deepEqual([spoken.textContent, panel.hidden], ["找到 1 项", false]);
});

test("results stand by kind, five of each, and the rest unfolds", async () => {
  const { list, links, went } = await found([group(9, 7)]);

  assert.equal(list.children[0].getAttribute("aria-label"), "任务 9 项");
  assert.deepEqual(links().map((one) => one.says || one.textContent), ["任务 1", "任务 2", "任务 3", "任务 4", "任务 5", "再看 2 项任务"]);
  list.onclick(key("", { button: 0, target: { closest: () => links()[5] } }));

  assert.equal(links().length, 7);
  assert.equal(list.below.at(-1).textContent ?? list.below.at(-1).says, "还有 2 项，请再加一个词");
  assert.deepEqual(went, []);
});

test("what is chosen is taken along, unless the result chooses itself", async () => {
  const { links } = await found([{ kind: "项目", count: 2, results: [result(1), result(2, { address: "sites?town=#site-2" })] }]);

  assert.deepEqual(links().map((one) => one.href), ["http://127.0.0.1/task?no=1&snapshot=2&town=1", "http://127.0.0.1/sites?town=&snapshot=2#site-2"]);
});

test("what was looked for is marked, letters as they sound alike", async () => {
  const { links } = await found([{ kind: "任务", count: 1, results: [result(1, { title: "LED 煤改气，减煤", marks: ["led", "煤"] })] }]);
  const marks = links()[0].below.filter((one) => one.tag === "mark");

  assert.deepEqual(marks.map((one) => one.says), ["LED", "煤", "煤"]);
  assert.equal(links()[0].says, "LED 煤改气，减煤");
});

test("Enter opens what is pointed at; before the answer it waits for the first", async () => {
  const { field, went } = await found([group(3)]);
  field.onkeydown(key("ArrowDown"));
  field.onkeydown(key("Enter"));
  assert.deepEqual(went, ["http://127.0.0.1/task?no=2&snapshot=2&town=1"]);

  const answers = [], early = box(answers);
  early.field.onfocus();
  early.type("煤");
  early.field.onkeydown(key("Enter"));
  assert.deepEqual(early.went, []);
  answers[0].say(ok([group(3)]));
  await heard();

  assert.deepEqual(early.went, ["http://127.0.0.1/task?no=1&snapshot=2&town=1"]);
});

test("nothing found and no answer are each one sentence", async () => {
  const { words } = await found([]);
  assert.match(words.textContent, /^没有找到「煤」/);

  const answers = [], cut = box(answers);
  cut.type("煤");
  answers[0].fail();
  await heard();

  assert.equal(cut.words.textContent, "没有得到答复，请稍后再试。");
  assert.equal(cut.links().length, 0);
});

test("a slash opens the box, but not where one is typing, nor over a slide", async () => {
  const { document, field, whole, window, location } = box([]);
  const slash = (inside) => { const event = key("/", { target: { closest: () => inside } }); document.say("keydown", event); return event.stopped; };

  assert.equal(slash(new Fake("input")), 0);
  assert.equal(slash(null), 1);
  assert.equal(field.isFocused, true);
  location.pathname = "/present";
  window.say("sihui:address");

  assert.equal(whole.hidden, true);
  assert.equal(slash(null), 0);
});
