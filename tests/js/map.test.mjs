import assert from "node:assert/strict";
import test from "node:test";
import { Fake, key, run } from "./browser.mjs";

const L = { map: () => ({ setView() { return this; } }) };
const SCRIPT = "script[data-map]", ROOMS = ["place.js", "scene.js", "marks.js", "side.js", "frame.js", "map.js"];

function frame(found = {}, currentScript = null) {
  const inside = run(ROOMS, { found, L, currentScript });
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

const site = (id, more) => ({ id, name: id, precision: "point", town: "", lat: 1, lon: 1, layer: "sites",
  draw: 0, reach: 14, mw: 0, html: "", card: `<h2>${id}</h2>`, ...more });

/* A map with these marks on it; Leaflet is as little as a mark asks for. */
function drawn(marks, width = 1366, towns = {}) {
  const drawn = [], noted = () => {};
  const container = new Fake("div", { querySelector: () => new Fake(), querySelectorAll: () => [],
    getBoundingClientRect: () => ({ left: 0, top: 0 }) });
  const map = { getContainer: () => container, getSize: () => ({ x: 600, y: 400 }), setView() { return this; },
    latLngToContainerPoint: ([lat, lon]) => ({ x: lon, y: lat }), invalidateSize: noted, fitBounds: noted,
    eachLayer: noted, on: noted, attributionControl: { setPrefix: noted, addAttribution: noted } };
  const marker = (place, { icon }) => {
    const part = new Fake("div", { firstChild: new Fake() }), made = { icon, part, getElement: () => part, bindTooltip: () => made, closeTooltip: noted,
      addTo() { drawn.push(made); return made; }, on(name, listener) { made[name] = listener; return made; } };
    return made;
  };
  const leaflet = { map: () => map, marker, divIcon: (given) => given, control: { scale: () => ({ addTo: noted }) },
    DomEvent: { disableClickPropagation: noted, disableScrollPropagation: noted },
    layerGroup: () => ({ addTo() { return this; }, clearLayers() { drawn.length = 0; } }) };
  const found = { h1: new Fake("h1"), "[data-mark]": [] };
  const inside = run(ROOMS, { found, L: leaflet, width, Streamlit: { setFrameHeight: noted },
    ResizeObserver: class { observe() {} } });
  inside.window.sihui.start(map, { title: "", height: 500, note: "", years: [], layers: [], measures: {}, markLegend: [],
    towns, key: [], bounds: [], looks: ["<path/>"], size: { least: 20, root: 2 }, marks });
  inside.window.say("message", { source: inside.window.parent,
    data: { type: "streamlit:render", args: { state: { map: "", town: null, marks: marks.map((one) => one.id) } } } });
  found["[data-mark]"].push(...drawn.map((one) => one.part));
  return { ...inside, drawn, card: container.children.find((one) => one.className === "site-card") };
}

test("a mark is as large as its capacity, and its drawing is the declared one", () => {
  const { drawn: marks } = drawn([site("small"), site("large", { mw: 400, lon: 200 })]);

  assert.deepEqual(marks.map((one) => one.icon.iconSize[0]), [Math.ceil(40 * 28 / 24), Math.ceil(20 * 28 / 24)]);
  assert.ok(marks.every((one) => one.icon.html.includes("<path/>")));
});

test("a click opens the card of its mark, Escape closes it and leads back", () => {
  const { card, drawn: marks, window } = drawn([site("a"), site("b", { lon: 200 })]);
  assert.equal(card.hidden, true);

  marks[1].click();

  assert.equal(card.hidden, false);
  assert.equal(card.innerHTML, "<h2>b</h2>");
  assert.equal(card.isFocused, true);
  window.say("keydown", key("Escape"));
  assert.equal(card.hidden, true);
  assert.equal(marks[1].part.isFocused, true);
  assert.equal(marks[0].part.isFocused, undefined);
});

test("Enter and blank open it, and its button closes it", () => {
  for (const name of ["Enter", " "]) {
    const { card, drawn: marks } = drawn([site("a")]), event = key(name);

    marks[0].part.onkeydown(event);

    assert.equal(card.hidden, false);
    assert.equal(event.stopped, 1);
    card.children.find((one) => one.className === "close").onclick();
    assert.equal(card.hidden, true);
  }
});

test("the card stands where its mark is not", () => {
  const { card, drawn: marks } = drawn([site("west", { lat: 10, lon: 10 }), site("east", { lat: 390, lon: 590 })]);

  marks[0].click();
  assert.deepEqual([card.classList.has("left"), card.classList.has("low")], [false, true]);
  marks[1].click();
  assert.deepEqual([card.classList.has("left"), card.classList.has("low")], [true, false]);
});

test("an answer that is older than the last click does not take it back, one that knows of it may", () => {
  const { window } = drawn([], 1366, { east: { inScope: true, name: "east", short: "east", label: [1, 1] } });
  const source = window.parent, last = (type) => source.said.findLast((one) => one.type === type);
  const answer = (heard) => window.say("message", { source, data: { type: "streamlit:render", args: { state: { map: "", town: null, heard } } } });

  window.say("message", { source, data: { type: "sihui:select", town: "east" } });
  const { n } = last("streamlit:setComponentValue").value;
  answer(null);
  assert.equal(last("sihui:drawn").town, "east");

  answer(n);
  assert.equal(last("sihui:drawn").town, null);
});

test("a mark of which nothing more is known opens nothing", () => {
  const { drawn: marks } = drawn([site("forest", { card: undefined })]);

  assert.equal(marks[0].click, undefined);
});

test("marks that would hide each other are one with a number, and its card tells of both", () => {
  const { card, drawn: marks } = drawn([site("a"), site("b", { town: "other" })]);

  assert.equal(marks.length, 1);
  assert.ok(marks[0].icon.html.endsWith("<sup>2</sup>"));
  marks[0].click();
  assert.equal(card.innerHTML, "<h2>a</h2><hr><h2>b</h2>");
});
