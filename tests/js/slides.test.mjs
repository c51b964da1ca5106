import assert from "node:assert/strict";
import test from "node:test";
import { Fake, key, run } from "./browser.mjs";

const FRAMES = "iframe[src*='/component/map/']", SLIDES = ["page.js", "slides.js"];
const NUMBERS = ".st-key-present_to button";
const button = () => new Fake("button", { pressed: 0, click() { this.pressed += 1; } });

const numbers = () => Array.from({ length: 9 }, button);
const pressed = (found) => found[NUMBERS].map((one) => one.pressed);
const once = (...slides) => numbers().map((_, at) => slides.filter((slide) => slide === at + 1).length);

const MARK = "[data-slide]";
const mark = (at) => new Fake("p", { dataset: { slide: String(at), of: "9" } });

function slide(more = {}) { return slideIn({}, more); }

function slideIn(around, more = {}) {
  const found = { ".st-key-present": new Fake(), [MARK]: mark(4), [NUMBERS]: numbers() };
  return { found, ...run(SLIDES, { found: Object.assign(found, more), ...around }) };
}

function framed() {
  const source = { said: [], postMessage(message) { this.said.push(message); } };
  const found = { [FRAMES]: new Fake("iframe", { contentWindow: source }), ".st-key-present": new Fake(), [MARK]: mark(4), [NUMBERS]: numbers() };
  return { source, found, ...run(SLIDES, { found }) };
}

test("arrows, a clicker and the ends turn the pages", () => {
  const wanted = { ArrowRight: 5, PageDown: 5, " ": 5, ArrowLeft: 3, PageUp: 3, Home: 1, End: 9, 1: 1, 7: 7 };
  for (const [name, to] of Object.entries(wanted)) {
    const { document, found } = slide(), event = key(name);

    document.say("keydown", event);

    assert.deepEqual(pressed(found), once(to), name);
    assert.equal(event.stopped, 1, name);
  }
});

test("without a slide, and with Ctrl, a key is left to the page", () => {
  const page = run(SLIDES), event = key("PageDown");
  page.document.say("keydown", event);
  assert.equal(event.stopped, 0);

  const { document, found } = slide();
  document.say("keydown", key("PageDown", { ctrlKey: true }));
  assert.deepEqual(pressed(found), once());
});

test("a key pressed before the foot and the buttons are there is not lost", () => {
  const { document, found, nextFrame, nextTimer } = slide();
  const late = found[NUMBERS];
  delete found[NUMBERS];
  delete found[MARK];

  document.say("keydown", key("PageDown"));
  nextFrame();
  found[MARK] = mark(4);
  nextFrame();
  found[NUMBERS] = late;
  nextTimer();

  assert.deepEqual(pressed(found), once(5));
});

test("keys pressed while a slide is on its way are kept, and lead to where they end", () => {
  const { document, found, nextTimer } = slide();
  for (const name of ["PageDown", "PageDown", "PageDown", "PageDown", "PageUp"]) document.say("keydown", key(name));
  nextTimer();
  assert.deepEqual(pressed(found), once(5));

  found[MARK] = mark(5);
  nextTimer();
  assert.deepEqual(pressed(found), once(5, 7));

  found[MARK] = mark(7);
  nextTimer();
  assert.deepEqual(pressed(found), once(5, 7));
});

test("a wish that returns before its first slide has come is not forgotten", () => {
  const { document, found, nextTimer } = slide();
  document.say("keydown", key("PageDown"));
  document.say("keydown", key("PageUp"));
  nextTimer();

  found[MARK] = mark(5);
  nextTimer();

  assert.deepEqual(pressed(found), once(5, 4));
});

/* A server that is slow is not asked for the next slide of the one it has drawn meanwhile. */
test("a press that is asked again asks for the same slide", () => {
  let time = 0;
  const { document, found, nextTimer } = slideIn({ performance: { now: () => time } });
  document.say("keydown", key("PageDown"));

  time = 3500;
  nextTimer();

  assert.deepEqual(pressed(found), once(5, 5));
});

test("before the first slide there is none, and a press there is no reason to stand still", () => {
  const { document, found } = slide({ [MARK]: mark(1) });
  document.say("keydown", key("PageUp"));
  document.say("keydown", key("PageUp"));
  document.say("keydown", key("PageDown"));

  assert.deepEqual(pressed(found), once(2));
});

test("a number that no slide has leads nowhere", () => {
  const { document, found } = slide({ [MARK]: new Fake("p", { dataset: { slide: "4", of: "7" } }) });

  document.say("keydown", key("9"));

  assert.deepEqual(pressed(found), once());
});

test("Q leads to the questions and back to where one was", () => {
  for (const [at, ask] of [["4", "9"], ["9", "4"]]) {
    const { document, found } = slide({ [MARK]: new Fake("p", { dataset: { slide: at, of: "9", ask } }) });

    document.say("keydown", key("q"));

    assert.deepEqual(pressed(found), once(Number(ask)));
  }
});

test("O shows all slides, O and Escape hide them, a clicker's key turns the page", () => {
  const card = (to) => new Fake("button", { dataset: { to } });
  const cards = ["3", "4", "5"].map(card);
  const { document, found } = slide({ ".slides button": cards }), body = document.body.classList;

  document.say("keydown", key("o"));
  assert.ok(body.contains("all-slides"));
  assert.deepEqual(cards.map((one) => Boolean(one.isFocused)), [false, true, false]);
  document.say("keydown", key("o"));
  assert.ok(!body.contains("all-slides"));
  document.say("keydown", key("o"));
  document.say("keydown", key("Escape"));
  assert.ok(!body.contains("all-slides"));
  document.say("keydown", key("o"));
  document.say("keydown", key("PageDown"));

  assert.ok(!body.contains("all-slides"));
  assert.deepEqual(pressed(found), once(5));
});

test("the speaker's window turns the slides, and they tell it where they are", () => {
  const channels = [];
  class BroadcastChannel {
    constructor() { channels.push(this); this.said = []; }
    postMessage(message) { this.said.push({ ...message }); }
    addEventListener(_, listener) { this.hear = (data) => listener({ data }); }
  }
  const note = (number) => new Fake("section", { dataset: { note: number } });
  const notes = ["1", "2", "3"].map(note);
  const { found } = slideIn({ BroadcastChannel });
  const own = run(SLIDES, { BroadcastChannel, found: { ".st-key-present_notes": new Fake(), "[data-note]": notes } });
  const [slides, speaker] = channels;

  slides.hear({ ask: true });
  assert.deepEqual(slides.said, [{ at: 4 }]);
  own.document.say("keydown", key("PageDown"));
  assert.deepEqual(speaker.said, [{ to: 2 }]);
  assert.deepEqual(notes.map((one) => one.classList.contains("shown")), [false, true, false]);
  slides.hear({ to: 2 });
  assert.equal(found[NUMBERS][1].pressed, 1);
  speaker.hear({ at: 3 });
  assert.deepEqual(notes.map((one) => one.classList.contains("shown")), [false, false, true]);
});

test("keys beyond the last slide wish for no other one", () => {
  const { document, found, nextTimer } = slide();
  for (let times = 0; times < 20; times += 1) document.say("keydown", key("PageDown"));
  document.say("keydown", key("PageUp"));
  found[MARK] = mark(5);
  nextTimer();
  assert.deepEqual(pressed(found), once(5, 8));
  found[MARK] = mark(8);
  nextTimer();

  document.say("keydown", key("PageDown"));
  assert.deepEqual(pressed(found), once(5, 8, 9));
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
  for (const [name, isOpen, turns] of [["b", false, []], ["ArrowRight", true, []], ["ArrowRight", false, [5]], ["PageDown", true, [5]]]) {
    const { document, found } = slide();

    document.say("keydown", key(name, { target: field(isOpen) }));

    assert.deepEqual(pressed(found), once(...turns), `${name} ${isOpen}`);
  }
});

test("a key pressed in the map's frame turns the page, one from elsewhere does not", () => {
  const { window, found, source } = framed();

  window.say("message", { source: {}, data: { type: "sihui:key", key: "PageDown" } });
  assert.deepEqual(pressed(found), once());
  window.say("message", { source, data: { type: "sihui:key", key: "PageDown" } });

  assert.deepEqual(pressed(found), once(5));
});

