/* The map as it stands in its frame: what is drawn, what is chosen, and what the board says of it.
   The rooms of the map (marks.js, side.js, frame.js, map.js) share one scene and keep nothing of it.
   Texts in the board come entity-encoded from Python (views/markup.py), so innerHTML shows them
   letter for letter. */
"use strict";
window.sihuiScene = () => {
  // Drawn early, the frame may have no width yet: that is not a narrow one.
  const isNarrow = () => window.innerWidth > 0 && window.innerWidth <= 560;
  const isSlide = () => document.body.classList.contains("slide");
  /* What is drawn of one board; a new board begins with nothing of the last. */
  const nothing = () => ({ map: null, board: null, areas: {}, labels: {}, boxes: {}, hidden: new Set(),
    marksGroup: null, around: null, inset: null, card: null, taken: [], parts: [] });
  const scene = { state: { town: null, year: null, measure: null, marks: null }, height: 0, ...nothing() };
  const { state } = scene;

  const element = (tag, className, html) => {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (html !== undefined) made.innerHTML = html;
    return made;
  };
  const button = (className, html) => Object.assign(element("button", className, html), { type: "button" });
  /* What is done on a part that lies over the map is not done on the map. */
  const shield = (part) => { L.DomEvent.disableClickPropagation(part); L.DomEvent.disableScrollPropagation(part); };
  const isPress = (event) => event.key === "Enter" || event.key === " ";
  const plainText = (html) => element("i", "", html).textContent;

  const MISSING = "url(#hatch-missing)", OUTSIDE = "url(#hatch-outside)";
  const measure = () => scene.board.measures[state.measure] || null;
  /* The measure, where the colours of the towns are shown. */
  const painted = () => scene.hidden.has("fill") ? null : measure();
  const cell = (code) => {
    const shown = painted();
    return shown ? (shown.cells[code] || {})[shown.yearly ? state.year : ""] : null;
  };
  /* The colour of a town whose cell is `now`, in the classes of the measure. */
  const colorOf = (code, now) => {
    if (!scene.board.towns[code].inScope) return OUTSIDE;
    return now && now[0] !== null ? measure().colors[now[0]] : MISSING;
  };
  /* What a source with a row of its own emits, in the measure and the year that are shown. */
  const ownCell = (mark) => painted() && mark.cells ? (mark.cells[state.measure] || {})[state.year] : null;
  const ownLine = (mark) => {
    const now = ownCell(mark);
    if (!now) return "";
    const value = now[0] === null ? `缺失（${now[1]}）` : `${now[1]} ${measure().unit}（${now[2]}）`;
    return `<br>${state.year} 年 ${measure().label}：${value}`;
  };

  function tip(code) {
    const { board } = scene, known = board.towns[code], now = cell(code);
    if (!known.inScope) return `<b>${known.name}</b><br>${board.outside.tip}`;
    if (!measure()) return `<b>${known.name}</b>`;
    const year = measure().yearly && state.year ? `${state.year} 年 ` : "";
    if (!now) return `<b>${known.name}</b><br>${year}${measure().label}：缺失（未报）`;
    const value = now[0] === null ? `缺失（${now[1]}）` : `${now[1]} ${measure().unit}`;
    return `<b>${known.name}</b><br>${year}${measure().label}：${value}` + (now[2] ? ` <i class="tag">${now[2]}</i>` : "");
  }

  function keyNumbers(code) {
    return scene.board.key.filter((id) => id !== state.measure).map((id) => {
      const other = scene.board.measures[id], value = (other.cells[code] || {})[state.year];
      return value ? `<br>${other.label} ${value[0] === null ? "缺失" : value[1] + " " + other.unit}` : "";
    }).join("");
  }

  const inMap = (place) => scene.map.latLngToContainerPoint(place);
  const ringsOf = (code) => {
    const flat = (part) => Array.isArray(part[0]) ? part.flatMap(flat) : [part.map(inMap)];
    const area = scene.areas[code];
    return area && area.getLatLngs ? flat(area.getLatLngs()) : [];
  };
  /* Tells whether a point lies in a town, where the map stands now. */
  const townsNow = () => {
    const all = Object.keys(scene.areas).map(ringsOf);
    return (point) => all.some((rings) => sihuiPlace.isInside(point, rings));
  };

  /* Take away what is drawn: a map of another publication must not stand beside its successor. */
  function clear() {
    const place = scene.map.getContainer();
    scene.map.remove();
    place.className = "";
    for (const part of scene.parts) part.remove();
    Object.assign(scene, nothing());
  }

  return Object.assign(scene, { isNarrow, isSlide, element, button, shield, isPress, plainText, measure, painted, cell, colorOf,
    ownCell, ownLine, tip, keyNumbers, inMap, ringsOf, townsNow, clear });
};
