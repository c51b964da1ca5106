import assert from "node:assert/strict";
import test from "node:test";
import { run } from "./browser.mjs";

const { sihuiPlace } = run("place.js").window;
const { unpacked, place } = run("around.js", { sihuiPlace }).window.sihuiAround;

test("a line is put together from its steps", () => {
  const line = JSON.parse(JSON.stringify(unpacked([1125000, 235000, 2, -2], 1e4)));

  assert.deepEqual(line, [[23.5, 112.5], [23.4998, 112.5002]]);
});

test("the small drawing stands in the corner in which it covers least of the county", () => {
  const inset = { offsetWidth: 120, offsetHeight: 140, style: {} }, size = { x: 600, y: 500 };

  place(inset, size, ({ x }) => x > 300 ? 4 : 0);
  assert.deepEqual(inset.style, { left: "50px", top: "6px" });
  place(inset, size, () => 0);
  assert.deepEqual(inset.style, { left: "474px", top: "6px" });
});

/* Names of an area that fills the map, over a river in the middle of it. */
function named(taken, isTown = () => false) {
  const put = [];
  const map = { getSize: () => ({ x: 600, y: 400 }), latLngToContainerPoint: ([lat, lon]) => ({ x: lon, y: lat }),
    containerPointToLatLng: ([x, y]) => ({ x, y }) };
  const L = { divIcon: (icon) => icon, marker: (at, { icon }) => ({ addTo() { put.push({ ...at, html: icon.html }); } }) };
  const around = { names: { clearLayers() {} }, rivers: [{ name: "甲江", places: [[[0, 300], [200, 300], [400, 300]]] }],
    areas: [{ name: "乙县", places: [[[0, 0], [0, 600], [400, 600], [400, 0]]] }, { name: "", places: [] }] };
  run("around.js", { sihuiPlace, L }).window.sihuiAround.name(map, around, taken, isTown);
  return put;
}

test("a river is named beside it, an area in its middle, and neither over the other", () => {
  const [river, area] = named([]);

  assert.equal(river.html, "<span>甲江</span>");
  assert.ok(Math.abs(river.x - 300) < 40 && river.y === 200);
  assert.equal(area.html, "<span>乙县</span>");
  assert.ok(!sihuiPlace.overlap({ ...river, w: 34, h: 21 }, { ...area, w: 34, h: 21 }));
});

test("a name stands neither on a town nor on what is there already; without room there is none", () => {
  const isTown = ({ x }) => x < 350;
  const [area] = named([], isTown).filter((one) => one.html.includes("乙县"));

  assert.ok(area.x - 17 >= 350);
  assert.deepEqual(named([{ x: 300, y: 200, w: 600, h: 400 }]), []);
});
