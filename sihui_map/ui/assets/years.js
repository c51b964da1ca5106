/* The years of a map: one after the other, a second each, and all of them side by side. */
"use strict";
window.sihuiYears = (() => {
  const STEP_MS = 1000, WIDE = 200, HEAD_PX = 60, STOPPED_BY = ["pointerdown", "keydown", "blur"];
  let timer = 0, ended = () => {}, stopper = null;

  /* Show one year a second, from `now` or, at the end, from the first. Any click or key stops it;
     `stopped` hears of it, with what stopped it. */
  function play(years, now, show, stopped) {
    stop();
    let at = now === years.at(-1) ? -1 : years.indexOf(now);
    const step = () => {
      at += 1;
      show(years[at]);
      if (at === years.length - 1) stop(); else timer = window.setTimeout(step, STEP_MS);
    };
    ended = stopped;
    stopper = (event) => stop(event);
    for (const name of STOPPED_BY) window.addEventListener(name, stopper, true);
    step();
  }

  function stop(event) {
    if (!stopper) return;
    window.clearTimeout(timer);
    for (const name of STOPPED_BY) window.removeEventListener(name, stopper, true);
    stopper = null;
    ended(event);
  }

  /* The rings of every town and the county's outline as paths of one small drawing, and how tall that is. */
  function paths(towns, lines = []) {
    const all = towns.flatMap(({ rings }) => rings.flat());
    const west = Math.min(...all.map(([, lon]) => lon)), east = Math.max(...all.map(([, lon]) => lon));
    const south = Math.min(...all.map(([lat]) => lat)), north = Math.max(...all.map(([lat]) => lat));
    const scale = (WIDE - 4) / (east - west), tall = 1 / Math.cos((south + north) * Math.PI / 360);
    const at = ([lat, lon]) => `${Math.round((lon - west) * scale) + 2},${Math.round((north - lat) * tall * scale) + 2}`;
    return { height: Math.round((north - south) * tall * scale) + 4,
      outline: lines.map((line) => `M${line.map(at).join("L")}`).join(""),
      drawn: towns.map(({ code, rings }) => ({ code, d: rings.map((ring) => `M${ring.map(at).join("L")}Z`).join("") })) };
  }

  /* What is known of a year: of which kinds its values are, and how many towns have none. */
  function known(cells) {
    const kinds = [...new Set(cells.filter((cell) => cell && cell[0] !== null).map((cell) => cell[2]).filter(Boolean))];
    return { kinds, missing: cells.filter((cell) => !cell || cell[0] === null).length };
  }

  /* One small map: its year, what its values are, its towns in the classes of the large one. */
  function small({ year, isPartial, label, shape, fill, chosen, cells, inScope }) {
    const { kinds, missing } = known(cells);
    const said = [isPartial ? "部分填报" : "", missing ? `缺失 ${missing} 个` : ""].filter(Boolean);
    const towns = shape.drawn.map(({ code, d }) => `<path d="${d}" fill="${fill(code)}"${code === chosen ? ' class="chosen"' : ""}/>`);
    return { name: [`${year} 年${label}`, ...kinds, ...said, `${inScope} 个镇街`].join("，"),
      html: `<span><b>${year} 年</b>${kinds.map((kind) => `<i class="tag">${kind}</i>`).join("")}${said.length ? `<small>${said.join("，")}</small>` : ""}</span>` +
        `<svg viewBox="0 0 ${WIDE} ${shape.height}" aria-hidden="true">${towns.join("")}<path class="outline" d="${shape.outline}"/></svg>` };
  }

  /* In how many columns small maps of this shape become largest. */
  function columns(count, { x: width, y: height }, { height: tall }) {
    const wide = (many) => Math.min(width / many - 20, (height / Math.ceil(count / many) - HEAD_PX) * WIDE / tall);
    return [...Array(count).keys()].map((one) => one + 1).reduce((best, many) => wide(many) > wide(best) ? many : best, 1);
  }

  return { columns, play, stop, paths, known, small };
})();
