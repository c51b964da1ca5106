import assert from "node:assert/strict";
import test from "node:test";
import { Fake, key, run } from "./browser.mjs";

const L = { map: () => ({ setView() { return this; } }) };
const SCRIPT = "script[data-map]";

function frame(found = {}, currentScript = null) {
  const inside = run("map.js", { found, L, currentScript });
  const tell = (data, source = inside.window.parent) => inside.window.say("message", { source, data });
  return { ...inside, tell, show: (map) => tell({ type: "streamlit:render", args: { state: { map, town: null } } }),
    scripts: () => inside.made.filter((one) => one.tag === "script") };
}

test("the map that the page names is asked for once", () => {
  const { show, scripts } = frame();

  show("forest.js?v=1");
  show("forest.js?v=1");

  assert.deepEqual(scripts().map((one) => one.src), ["../../../assets/maps/forest.js?v=1"]);
});

test("of two maps only the one that is wanted now is drawn", () => {
  const { show, scripts, window } = frame();

  show("forest.js?v=1");
  show("emissions.js?v=2");

  const [old, now] = scripts();
  assert.equal(window.sihui.isWanted(old), false);
  assert.equal(window.sihui.isWanted(now), true);
  assert.equal(window.sihui.drawn(), "");
});

test("a map that did not arrive is asked for again, under another address", () => {
  const { show, scripts, nextTimer, made } = frame();
  show("forest.js?v=1");

  scripts()[0].onerror();
  const line = made.find((one) => one.className === "waiting");
  nextTimer();

  assert.equal(line.textContent, "地图没有载入，正在重试。");
  assert.equal(scripts()[1].src, "../../../assets/maps/forest.js?v=1&again=1");
});

test("a map that is not wanted any more is not asked for again", () => {
  const { show, scripts, timers } = frame();
  show("forest.js?v=1");
  show("emissions.js?v=2");

  scripts()[0].onerror();

  assert.equal(timers.length, 0);
});

test("only the page around it is believed", () => {
  const { tell, scripts } = frame();

  tell({ type: "streamlit:render", args: { state: { map: "forest.js?v=1" } } }, {});

  assert.equal(scripts().length, 0);
});

test("on a cold open the address draws the map at once, but none of an older publication", () => {
  const tag = new Fake("script", { dataset: { map: "forest.js?v=1" } });
  const cold = frame({ [SCRIPT]: tag }), older = frame({ [SCRIPT]: tag });

  cold.tell({ type: "sihui:address", href: "http://127.0.0.1/forest?town=1" });
  older.tell({ type: "sihui:address", href: "http://127.0.0.1/forest?snapshot=2" });

  assert.equal(cold.scripts().length, 1);
  assert.equal(older.scripts().length, 0);
});

test("a frame says that it is ready, as a component does, and hello", () => {
  const { window } = frame();

  assert.deepEqual({ ...window.parent.said[0] }, { type: "streamlit:componentReady", isStreamlitMessage: true, apiVersion: 1 });
  assert.deepEqual(window.parent.said.map((one) => one.type).slice(1), ["sihui:hello"]);
});

test("a first frame has its map in it: it waits for nobody and tells Streamlit nothing", () => {
  const script = new Fake("script", { dataset: { first: "forest.js?v=1" } });
  const { window, scripts } = frame({}, script);

  assert.deepEqual(window.parent.said, []);
  assert.equal(scripts().length, 0);
  assert.equal(window.sihui.isWanted({ dataset: { map: "forest.js?v=1" } }), true);
  assert.equal(window.sihui.isWanted({ dataset: { map: "emissions.js?v=1" } }), false);
});

test("on a slide a frame hands its keys to the page", () => {
  const { window, document } = frame(), said = window.parent.said, event = key("PageDown");

  window.say("keydown", event);
  assert.equal(said.length, 2);
  document.body.classList.add("slide");
  window.say("keydown", event);

  assert.deepEqual({ ...said[2] }, { type: "sihui:key", key: "PageDown" });
  assert.equal(event.stopped, 1);
});

test("Enter on a town stays in the map", () => {
  const { window, document } = frame();
  document.body.classList.add("slide");

  window.say("keydown", key("Enter", { target: new Fake("path", { closest: () => ({}) }) }));

  assert.equal(window.parent.said.length, 2);
});
