import assert from "node:assert/strict";
import test from "node:test";
import { Fake, run } from "./browser.mjs";

/* A window that forgets a listener when it is told to. */
function years() {
  const heard = new Map();
  const inside = run("years.js", { addEventListener: (name, job) => heard.set(name, job),
    removeEventListener: (name) => heard.delete(name), clearTimeout: () => { inside.timers.length = 0; } });
  return { ...inside.window.sihuiYears, timers: inside.timers, nextTimer: inside.nextTimer, heard };
}

test("the years follow one another, one a second, from the first where the last one stands", () => {
  const { play, nextTimer, timers, heard } = years(), seen = [], ends = [];

  play([2020, 2021, 2022], 2022, (year) => seen.push(year), () => ends.push(true));
  assert.equal(timers[0].ms, 1000);
  nextTimer();
  nextTimer();

  assert.deepEqual(seen, [2020, 2021, 2022]);
  assert.deepEqual([ends.length, timers.length, heard.size], [1, 0, 0]);
});

test("they go on from the year that stands, and any click or key ends that", () => {
  for (const name of ["pointerdown", "keydown"]) {
    const { play, timers, heard } = years(), seen = [], ends = [], event = { type: name, target: new Fake() };
    play([2020, 2021, 2022, 2023], 2020, (year) => seen.push(year), (by) => ends.push(by));

    heard.get(name)(event);

    assert.deepEqual(seen, [2021]);
    assert.deepEqual([ends, timers.length, heard.size], [[event], 0, 0]);
  }
});

test("small maps stand in as many columns as make them largest", () => {
  const { columns } = years();

  assert.equal(columns(6, { x: 530, y: 540 }, { height: 230 }), 3);
  assert.equal(columns(6, { x: 1600, y: 300 }, { height: 230 }), 6);
  assert.equal(columns(2, { x: 300, y: 800 }, { height: 230 }), 1);
});

test("a small map says its year, its kinds and what is missing", () => {
  const { small, paths } = years();
  const shape = paths([{ code: "a", rings: [[[0, 0], [0, 1], [1, 1]]] }], [[[0, 0], [0, 1]]]);
  const cells = [[0, "1.0", "示例"], [null, "未报", ""], undefined, [2, "3.0", "估算"]];

  const { name, html } = small({ year: 2021, isPartial: true, label: "排放总量", shape, fill: () => "#123456", chosen: "a", cells, inScope: 4 });

  assert.equal(name, "2021 年排放总量，示例，估算，部分填报，缺失 2 个，4 个镇街");
  assert.ok(html.includes("部分填报，缺失 2 个") && html.includes('fill="#123456" class="chosen"'));
  assert.equal(html.split("<path").length - 1, 2);
  assert.ok(!html.includes("NaN"));
});
