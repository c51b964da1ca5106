import assert from "node:assert/strict";
import test from "node:test";
import { run } from "./browser.mjs";

const { free, isInside, overlap } = run("place.js").window.sihuiPlace;
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
