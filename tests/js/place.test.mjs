import assert from "node:assert/strict";
import test from "node:test";
import { run } from "./browser.mjs";

const { free, grouped, isInside, overlap, side, spread } = run("place.js").window.sihuiPlace;
const box = (x, y, w = 20, h = 10) => ({ x, y, w, h });
const square = [[{ x: 0, y: 0 }, { x: 100, y: 0 }, { x: 100, y: 100 }, { x: 0, y: 100 }]];
const hole = [{ x: 40, y: 40 }, { x: 60, y: 40 }, { x: 60, y: 60 }, { x: 40, y: 60 }];

test("boxes that lie beside each other do not overlap", () => {
  assert.equal(overlap(box(0, 0), box(30, 0)), 0);
  assert.equal(overlap(box(0, 0), box(0, 20)), 0);
  assert.ok(overlap(box(0, 0), box(10, 5)) > 0);
});

test("a box that is free stays where it is", () => {
  assert.deepEqual({ ...free(box(50, 50), [box(0, 0)]) }, box(50, 50));
});

test("a covered box goes to the nearest free place, up or down before aside", () => {
  const taken = [box(50, 50)], moved = free(box(50, 50), taken);

  assert.equal(overlap(moved, taken[0]), 0);
  assert.equal(moved.x, 50);
  assert.ok(Math.abs(moved.y - 50) <= 12);
});

test("a label stays within its town", () => {
  const isAtHome = ({ y }) => y === 50;

  const moved = free(box(50, 50), [box(50, 50)], isAtHome);

  assert.equal(moved.y, 50);
  assert.ok(Math.abs(moved.x - 50) >= 21);
});

test("where no place is free, the one that covers least is taken", () => {
  const wall = box(50, 50, 500, 100);

  const moved = free(box(50, 50), [wall]);

  assert.equal(Math.abs(moved.y - 50), 54);
});

test("a point in a hole of a polygon is outside", () => {
  assert.equal(isInside({ x: 20, y: 20 }, square), true);
  assert.equal(isInside({ x: 120, y: 20 }, square), false);
  assert.equal(isInside({ x: 50, y: 50 }, [...square, hole]), false);
});

test("where no place is free, rather a mark is covered than a number", () => {
  const all = { x: 0, y: 0, w: 400, h: 400 }, number = { x: 0, y: 0, w: 60, h: 20, weight: 50 };

  const { x, y } = free({ x: 0, y: 0, w: 20, h: 20 }, [all, number]);

  assert.equal(overlap({ x, y, w: 20, h: 20 }, number), 0);
});

const SIZE = { least: 20, root: 2 };

test("the area of a mark grows as its megawatts do", () => {
  const [small, large] = [400, 900].map((mw) => side([{ mw }], SIZE));

  assert.equal(large ** 2 / small ** 2, 900 / 400);
});

test("several marks are as large as their sum, and what is unknown as the least", () => {
  assert.equal(side([{ mw: 100 }, { mw: 125 }], SIZE), 30);
  assert.equal(side([{ mw: 0 }], SIZE), 20);
  assert.equal(side([{}], SIZE), 20);
});

test("a mark that says its side has that one", () => {
  assert.equal(side([{ side: 26, mw: 900 }], SIZE), 26);
});

test("marks of a town that look alike are one, those that do not are not, and parks never", () => {
  const mark = (id, more) => ({ id, town: "a", draw: 0, layer: "sites", ...more });

  const groups = grouped([mark("1"), mark("2"), mark("3", { draw: 1 }), mark("4", { town: "b" }),
    mark("5", { layer: "parks" }), mark("6", { layer: "parks" })]);

  assert.deepEqual(JSON.parse(JSON.stringify(groups.map((group) => group.map((one) => one.id)))),
    [["1", "2"], ["3"], ["4"], ["5"], ["6"]]);
});

const at = (id, draw, x, w = 24) => ({ mark: { id, draw }, x, y: 100, w, h: w });
const placed = (boxes) => [...spread(boxes, [])].map(({ marks, x, y }) => ({ ids: marks.map((one) => one.id).join(), x, y }));

test("a mark at a known place stays there while none is in its way", () => {
  assert.deepEqual(placed([at("a", 0, 100), at("b", 1, 200)]), [{ ids: "a", x: 100, y: 100 }, { ids: "b", x: 200, y: 100 }]);
});

test("alike marks that hide each other are one; those that only touch are not", () => {
  assert.deepEqual(placed([at("a", 0, 100), at("b", 0, 108)]).map((one) => one.ids), ["a,b"]);
  assert.deepEqual(placed([at("a", 0, 100), at("b", 0, 118)]).map((one) => one.ids), ["a", "b"]);
});

test("another one moves aside, the smaller for the larger, and none covers another", () => {
  const boxes = [at("small", 0, 100), at("large", 1, 104, 40), at("third", 2, 100)], found = spread(boxes, []);

  assert.deepEqual([found[0].marks[0].id, found[0].x], ["large", 104]);
  for (const one of found) for (const other of found) assert.ok(one === other || !overlap(one, other));
  assert.ok(found.every(({ x, y, at: known }) => Math.hypot(x - known.x, y - known.y) < 54));
});
