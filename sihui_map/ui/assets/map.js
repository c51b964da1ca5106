/* The map inside its frame: colour, hover, keyboard, year and layers answer here, at once.
   Texts in the board come entity-encoded from Python (views/markup.py), so innerHTML shows them
   letter for letter. The page around it says in args.state which map it is and what is selected.
   The first frame of a cold open stands outside of Streamlit: it has its map in it, in its address
   what is selected, and tells the page around it (first.js) what is clicked. */
"use strict";
window.sihui = (() => {
  const MISSING = "url(#hatch-missing)", OUTSIDE = "url(#hatch-outside)", NEUTRAL = "#f3f5f1";
  const GAP_PX = 28, UNITS = 24, BADGE_PX = 8, CITY_PX = 22, PARK_PX = 32, SEAT_PX = 18, NEAR_PX = 8, MAPS = "../../../assets/maps/", ASK_AGAIN_MS = 700, LONGEST_WAIT_MS = 8000, HINT_MS = 1500, SETTLE_MS = 120;
  const SLIDE_KEYS = /^(Arrow(Left|Right|Up|Down)|Page(Up|Down)|Home|End|Enter| |[bfnoq.1-9])$/i, PRESS = /^(Enter| )$/;
  const state = { town: null, year: null, measure: null, marks: null };
  // Drawn early, the frame may have no width yet: that is not a narrow one.
  const isNarrow = () => window.innerWidth > 0 && window.innerWidth <= 560;
  let areas = {}, labels = {}, boxes = {}, hidden = new Set(), said = 0, awaited = 0, told = 0, moved = false, hinted = 0, settling = 0;
  let map, board, marksGroup, around, inset, taken = [], namedAt = "", player, comparing, multiples, small = null, side, top, bottom, chosen, card, opener = "", watcher, height = 0, wanted = "", asked = null, isHeard = false;

  const element = (tag, className, html) => {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (html !== undefined) made.innerHTML = html;
    return made;
  };
  const tell = (type, more) => window.parent.postMessage({ type, ...more }, "*");
  const first = document.currentScript?.dataset.first;
  const tellStreamlit = (type, more) => { if (!first) tell(`streamlit:${type}`, { isStreamlitMessage: true, ...more }); };
  const ready = () => tellStreamlit("componentReady", { apiVersion: 1 });
  const setHeight = (px) => {
    told = px;
    if (first) tell("sihui:height", { height: px }); else tellStreamlit("setFrameHeight", { height: px });
  };
  /* Say what stands here, and how large: the first frame gives way to one that stands like itself. */
  const drawn = () => {
    if (map && (first || isHeard)) tell("sihui:drawn", { map: wanted, town: state.town, year: state.year, width: window.innerWidth, height: window.innerHeight });
  };
  const isSlide = () => document.body.classList.contains("slide");
  const measure = () => board.measures[state.measure] || null;
  const cell = (code) => {
    const shown = measure();
    return shown && !hidden.has("fill") ? (shown.cells[code] || {})[shown.yearly ? state.year : ""] : null;
  };

  function say() {
    said = Math.max(said + 1, Date.now());  // another one than whatever a frame before this one said
    if (first) tell("sihui:chosen", { town: state.town, year: state.year });
    else tellStreamlit("setComponentValue", { value: { town: state.town, year: state.year, n: said }, dataType: "json" });
    if (isHeard) awaited = said;
  }

  function paint() {
    Object.keys(areas).forEach(paintArea);
    paintSide();
    settle();
    drawn();
  }

  function settle() {
    arrangeMarks();
    drawYears();
  }

  function paintArea(code) {
    const layer = areas[code], known = board.towns[code], now = cell(code), chosen = code === state.town;
    let fill = NEUTRAL;
    if (!known.inScope) fill = OUTSIDE;
    else if (measure() && !hidden.has("fill")) fill = now && now[0] !== null ? measure().colors[now[0]] : MISSING;
    layer.setStyle({ fillColor: fill, fillOpacity: 1 });
    edge(layer, chosen);
    if (chosen) layer.bringToFront();
    const path = layer.getElement();
    if (path) {
      if (known.inScope) path.setAttribute("aria-pressed", String(chosen));
      path.setAttribute("aria-label", plainText(`${known.name} ${now ? now[1] + measure().unit : ""}`));
      path.dataset.town = code;
      path.dataset.fill = fill;
    }
    if (!labels[code]) return;
    // The name of a seat stands beside its dot, on no colour.
    const dark = layer.getLatLngs && now && now[0] !== null && measure().dark[now[0]];
    const value = now && now[0] !== null && measure().onMap ? `<b>${now[1]}${now[3] ? `<i>${now[3]}</i>` : ""}</b>` : "";
    labels[code].innerHTML = `<span>${known.short}</span>${value}`;
    labels[code].className = "town-label" + (dark ? " on-dark" : "") + (chosen ? " chosen" : "");
  }

  /* The lines between towns are drawn once, as what they are (around.js): a town has one of its own
     while it is chosen or pointed at; a seat always. */
  function edge(layer, isChosen, isHot = false) {
    layer.setStyle({ color: isChosen ? "#10261d" : "#5b6770", weight: isChosen ? 3.5 : isHot ? 3 : 1,
      opacity: isChosen || isHot || !layer.getLatLngs ? 1 : 0 });
  }

  /* What a source with a row of its own emits, in the measure and the year that are shown. */
  const ownCell = (mark) => measure() && !hidden.has("fill") && mark.cells ? (mark.cells[state.measure] || {})[state.year] : null;
  const ownLine = (mark) => {
    const now = ownCell(mark);
    if (!now) return "";
    const value = now[0] === null ? `缺失（${now[1]}）` : `${now[1]} ${measure().unit}（${now[2]}）`;
    return `<br>${state.year} 年 ${measure().label}：${value}`;
  };

  const plainText = (html) => element("i", "", html).textContent;

  function tip(code) {
    const known = board.towns[code], now = cell(code);
    if (!known.inScope) return `<b>${known.name}</b><br>${board.outside.tip}`;
    if (!measure()) return `<b>${known.name}</b>`;
    const year = measure().yearly && state.year ? `${state.year} 年 ` : "";
    if (!now) return `<b>${known.name}</b><br>${year}${measure().label}：缺失（未报）`;
    const value = now[0] === null ? `缺失（${now[1]}）` : `${now[1]} ${measure().unit}`;
    return `<b>${known.name}</b><br>${year}${measure().label}：${value}` + (now[2] ? ` <i class="tag">${now[2]}</i>` : "");
  }

  function keyNumbers(code) {
    return board.key.filter((id) => id !== state.measure).map((id) => {
      const other = board.measures[id], value = (other.cells[code] || {})[state.year];
      return value ? `<br>${other.label} ${value[0] === null ? "缺失" : value[1] + " " + other.unit}` : "";
    }).join("");
  }

  function tellChosen() {
    chosen.innerHTML = state.town ? tip(state.town) + (isNarrow() || isSlide() ? keyNumbers(state.town) : "") : (measure() ? "点击镇街查看数值" : "点击地图选择镇街");
  }

  function paintSide() {
    tellChosen();
    document.querySelectorAll(".years button").forEach((button) => {
      button.setAttribute("aria-pressed", String(Number(button.dataset.year) === state.year));
    });
    const legend = document.querySelector(".legend"), shown = measure();
    if (!legend) return;
    legend.hidden = !shown || hidden.has("fill");
    if (!shown) return;
    legend.innerHTML = "";
    legend.append(element("h2", "", `${shown.label}<small>${shown.unit}</small>`));
    shown.legend.forEach((text, index) => {
      const row = element("div", "swatch", `<i style="background:${shown.colors[index]}"></i>${text}`);
      legend.prepend(row);
      legend.insertBefore(legend.querySelector("h2"), legend.firstChild);
    });
    if (!shown.isWhole) legend.append(element("div", "swatch", '<i class="hatch missing"></i>缺失'));
    const isPart = Object.values(board.towns).some((known) => !known.inScope);
    if (isPart) legend.append(element("div", "swatch", `<i class="hatch outside"></i>${board.outside.legend}`));
    const kinds = shown.kinds && shown.kinds[state.year];
    if (kinds) legend.append(element("p", "note", kinds));
    if (shown.note) legend.append(element("p", "note", shown.note));
  }

  function select(code) {
    if (!board.towns[code] || !board.towns[code].inScope) return;
    const before = state.town;
    state.town = code;
    tellChosen();
    say();
    for (const one of [before, code]) if (areas[one]) paintArea(one);
    drawn();
    window.clearTimeout(settling);  // what the answer of the server need not wait for
    settling = window.setTimeout(() => { if (map) settle(); }, SETTLE_MS);
  }

  /* What was chosen elsewhere: in a table, or in the first frame of this map. */
  function take({ town, year }) {
    const isYear = board.years.includes(Number(year));
    if (isYear) { state.year = Number(year); paint(); }
    if (town) select(String(town)); else if (isYear) say();
  }

  function dress(layer) {
    const code = layer.feature.properties.town_code;
    areas[code] = layer;
    layer.bindTooltip(() => tip(code), { sticky: true, className: "sihui-tip" });
    layer.on("click", () => select(code));
    layer.on("mousemove", () => keepInside(layer.getTooltip()));
    layer.on("mouseover focus", () => edge(layer, code === state.town, true));
    layer.on("mouseout blur", () => edge(layer, code === state.town));
    const path = layer.getElement();
    if (path && !board.towns[code].inScope) path.setAttribute("role", "img");
    if (!path || !board.towns[code].inScope) return;
    path.setAttribute("tabindex", "0");
    path.setAttribute("role", "button");
    path.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); select(code); }
    });
    path.addEventListener("focus", () => { edge(layer, code === state.town, true); layer.openTooltip(); });
    path.addEventListener("blur", () => { layer.closeTooltip(); edge(layer, code === state.town); });
  }

  function hatches() {
    const svg = document.querySelector("#map_div svg");
    if (!svg) return;  // nothing is drawn, neither units nor an outline
    const defs = document.createElementNS("http://www.w3.org/2000/svg", "defs");
    defs.innerHTML =
      '<pattern id="hatch-missing" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="7" height="7" fill="#fff"/><rect width="1.6" height="7" fill="#8b949c"/></pattern>' +
      '<pattern id="hatch-outside" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)"><rect width="5" height="5" fill="#e4e7ea"/><rect width="1.2" height="5" fill="#aab2b9"/></pattern>';
    svg.prepend(defs);
  }

  const inMap = (place) => map.latLngToContainerPoint(place);
  const boxOf = (part) => {
    const box = part.getBoundingClientRect(), around = map.getContainer().getBoundingClientRect();
    return { x: box.left - around.left + box.width / 2, y: box.top - around.top + box.height / 2, w: box.width, h: box.height };
  };
  const ringsOf = (code) => {
    const flat = (part) => Array.isArray(part[0]) ? part.flatMap(flat) : [part.map(inMap)];
    return areas[code] && areas[code].getLatLngs ? flat(areas[code].getLatLngs()) : [];
  };

  /* Marks at known places stand where they are, or beside it on a line where another one stands;
     alike ones that would hide each other are one with a number, until the map is larger. Labels give way to them, and marks of which only
     the town is known to both: no number is covered. */
  function arrangeMarks() {
    marksGroup.clearLayers();
    taken = [...map.getContainer().querySelectorAll(".leaflet-control, .chosen-town, .inset")].map((part) => ({ ...boxOf(part), weight: 3 }));
    const shown = board.marks.filter((mark) => !hidden.has(mark.layer) && mark.precision !== "city" &&
      (!state.marks || state.marks.includes(mark.id)));
    const exact = shown.filter((one) => one.precision === "point").map((mark) => ({ mark, ...inMap([mark.lat, mark.lon]), w: widthOf([mark]), h: widthOf([mark]) }));
    const controls = [...taken];
    const placed = sihuiPlace.spread(exact, controls);
    for (const { marks, x, y, at } of placed) {
      const place = [marks[0].lat, marks[0].lon], wide = widthOf(marks) + (marks.length > 1 ? BADGE_PX : 0);
      addMark(marks, place, [x - at.x, y - at.y]);
      if (x !== at.x || y !== at.y) leader(place, { x, y });
      taken.push({ x, y, w: wide, h: wide });
    }
    const rings = {};
    for (const [code, label] of Object.entries(labels)) {
      const at = inMap(board.towns[code].label);
      rings[code] = ringsOf(code);
      const isSeat = !rings[code].length;  // of a unit without a boundary: a dot, and its name beside it
      if (isSeat) taken.push({ x: at.x, y: at.y, w: SEAT_PX, h: SEAT_PX });
      const box = sihuiPlace.free({ x: at.x, y: at.y, w: label.offsetWidth, h: label.offsetHeight }, taken, (point) => isSeat || sihuiPlace.isInside(point, rings[code]));
      label.style.transform = `translate(calc(-50% + ${box.x - at.x}px), calc(-50% + ${box.y - at.y}px))`;
      taken.push({ ...box, weight: 20 });
    }
    for (const { marks, x, y, w, at } of placed) nameValue(marks[0], [marks[0].lat, marks[0].lon], at, { x, y, h: w });
    for (const group of sihuiPlace.grouped(shown.filter((one) => one.precision !== "point"))) {
      const code = group[0].town, at = inMap(board.towns[code].label), more = group.length > 1 ? BADGE_PX : 0, wide = widthOf(group);
      const wanted = { x: at.x, y: at.y + GAP_PX, w: wide + more, h: wide + more }, isHome = (point) => sihuiPlace.isInside(point, rings[code] || []);
      let box = sihuiPlace.free(wanted, taken, isHome);
      if (taken.some((other) => sihuiPlace.overlap(box, other))) {  // its town is full: beside it, on a line
        box = sihuiPlace.free(wanted, taken);
        if (!isHome(box)) leader(board.towns[code].label, box);
      }
      addMark(group, board.towns[code].label, [box.x - at.x, box.y - at.y]);
      taken.push(box);
      nameValue(group[0], board.towns[code].label, at, box);
    }
  }

  /* Its number stands beside the mark of a source, where nothing else does. */
  function nameValue(mark, place, at, { x, y, h }) {
    const now = ownCell(mark);
    if (!now) return;
    const text = now[0] === null ? "缺失" : `${now[1]}<i>${now[2]}</i>`, name = isNarrow() ? "" : `<span>${mark.short} ${state.year}</span>`;
    const label = L.marker(place, { interactive: false, keyboard: false, icon: L.divIcon({ className: "town-anchor", iconSize: [0, 0],
      html: `<div class="mark-value">${name}<b>${text}</b></div>` }) }).addTo(marksGroup).getElement().firstChild;
    const tall = label.offsetHeight, w = label.offsetWidth, least = w / 2 + 3, most = map.getSize().x - least;  // whole on the map
    const box = sihuiPlace.free({ x: Math.min(Math.max(x, least), most), y: y + (h + tall) / 2 + 3, w, h: tall }, taken, (one) => one.x >= least && one.x <= most);
    label.style.transform = `translate(calc(-50% + ${box.x - at.x}px), calc(-50% + ${box.y - at.y}px))`;
    if (Math.abs(box.y - y) > (h + tall) / 2 + NEAR_PX || Math.abs(box.x - x) > (h + box.w) / 2 + NEAR_PX) leader(place, box);
    taken.push({ ...box, weight: 20 });
  }

  /* A thin line from where a mark belongs to where there was room for it. */
  function leader(place, { x, y }) {
    L.polyline([place, map.containerPointToLatLng([x, y])], { color: "#1f2933", weight: 1.2, interactive: false, pane: "lines" }).addTo(marksGroup);
  }

  /* Tells whether a point lies in a town, where the map stands now. */
  function townsNow() {
    const all = Object.keys(areas).map(ringsOf);
    return (point) => all.some((rings) => sihuiPlace.isInside(point, rings));
  }

  /* Names of what lies around stand where they are while only the choice changes. */
  function nameAround() {
    if (!around) return;
    const now = JSON.stringify([map.getCenter(), map.getZoom(), map.getSize(), [...hidden], state.marks]);
    if (now === namedAt) return;
    namedAt = now;
    sihuiAround.name(map, around, taken, townsNow());
  }

  const widthOf = (group) => Math.ceil(2 * group[0].reach / UNITS * sihuiPlace.side(group, board.size));
  const drawing = (mark, px) => {
    const reach = mark.reach;
    return `<svg aria-hidden="true" width="${px}" height="${px}" viewBox="${-reach} ${-reach} ${2 * reach} ${2 * reach}">${board.looks[mark.draw]}</svg>`;
  };

  function addMark(group, place, [dx, dy]) {
    const mark = group[0], wide = widthOf(group);
    const count = group.length > 1 ? `<sup>${group.length}</sup>` : "";
    const icon = L.divIcon({ className: `mark ${mark.style}`,
      html: drawing(mark, wide) + count, iconSize: [wide, wide], iconAnchor: [wide / 2 - dx, wide / 2 - dy] });
    const marker = L.marker(place, { icon, keyboard: true })
      .bindTooltip(group.map((one) => one.html + ownLine(one)).join("<hr>"), { className: "sihui-tip", direction: "top", offset: [dx, dy - wide / 2 + 3] })
      .addTo(marksGroup);
    const part = marker.getElement();
    part.dataset.mark = mark.id;
    part.setAttribute("aria-label", plainText(group.map((one) => one.name + ownLine(one).replace("<br>", " ")).join("、")));
    if (!mark.card) return;
    const open = () => { marker.closeTooltip(); openCard(group, inMap(place).x + dx, inMap(place).y + dy); };
    marker.on("click", open);
    part.addEventListener("keydown", (event) => { if (PRESS.test(event.key)) { event.preventDefault(); open(); } });
  }

  /* What is known of a site or a park, over the half of the map in which its mark is not. */
  function openCard(group, x, y) {
    const { x: width, y: height } = map.getSize();
    opener = group[0].id;
    card.innerHTML = group.map((one) => one.card).join("<hr>");
    card.setAttribute("aria-label", plainText(group.map((one) => one.name).join("、")));
    card.classList.toggle("left", x > width / 2);
    card.classList.toggle("low", y < height / 2);
    const close = element("button", "close", "×");
    close.type = "button";
    close.setAttribute("aria-label", "关闭");
    close.addEventListener("click", closeCard);
    card.prepend(close);
    const code = group[0].town;
    if (group.every((one) => one.town === code) && board.towns[code] && board.towns[code].inScope) {
      const choose = element("button", "choose", `选择${board.towns[code].name}`);
      choose.type = "button";
      choose.addEventListener("click", () => { select(code); closeCard(); });
      card.append(choose);
    }
    card.hidden = false;
    card.scrollTop = 0;
    card.focus();
  }

  function closeCard() {
    if (!card || card.hidden) return;
    card.hidden = true;
    const from = [...document.querySelectorAll("[data-mark]")].find((one) => one.dataset.mark === opener);
    if (from) from.focus({ preventScroll: true });
  }

  /* A hint at the edge of the map moves inside it. */
  function keepInside(tooltip) {
    const part = tooltip.getElement(), around = map.getContainer().getBoundingClientRect();
    if (!part) return;
    part.style.marginLeft = "";
    const box = part.getBoundingClientRect();
    const shift = Math.max(0, around.left + 4 - box.left) || Math.min(0, around.right - 4 - box.right);
    if (shift) part.style.marginLeft = `${parseFloat(getComputedStyle(part).marginLeft) + shift}px`;
    if (box.top < around.top + 2) part.style.marginTop = `${around.top + 2 - box.top}px`; else part.style.marginTop = "";
  }

  /* Marks without a place are named; beside the map only where that cuts nothing off. */
  function listCityMarks() {
    const list = bottom.querySelector(".city-marks");
    const shown = board.marks.filter((mark) => mark.precision === "city" && !hidden.has(mark.layer) &&
      (!state.marks || state.marks.includes(mark.id)));
    list.hidden = !shown.length;
    list.innerHTML = `<summary>位置未公开 ${shown.length} 个</summary>`;
    for (const mark of shown) {
      const row = element("button", "city-mark", `<span class="mark">${drawing(mark, mark.side ? PARK_PX : CITY_PX)}</span>${mark.name}`);
      row.type = "button";
      row.dataset.mark = mark.id;
      row.disabled = !mark.card;
      row.addEventListener("click", () => openCard([mark], 0, map.getSize().y));
      list.append(row);
    }
    list.open = true;
    if (!isNarrow()) list.open = side.scrollHeight <= side.clientHeight;
  }

  function buildSide() {
    side = element("aside", "side");
    top = element("section", "top");
    top.setAttribute("aria-label", "年份与图层");
    bottom = element("section", "bottom");
    bottom.setAttribute("aria-label", "图例");
    side.append(top, bottom);
    if (board.years.length) {
      const years = element("div", "years");
      years.setAttribute("role", "group");
      years.setAttribute("aria-label", "年份");
      for (const year of board.years) {
        const button = element("button", "", board.partial.includes(year) ? `${year}<small>部分</small>` : String(year));
        button.type = "button";
        button.dataset.year = year;
        button.addEventListener("click", () => { state.year = year; paint(); say(); });
        years.append(button);
      }
      top.append(years);
      if (board.compares) buildYearTools();
    }
    if (board.layers.length) {
      const layers = element("div", "layers");
      for (const layer of board.layers) {
        const label = element("label");
        const box = element("input");
        box.type = "checkbox";
        box.checked = !layer.off;
        boxes[layer.id] = box;
        if (!box.checked) hidden.add(layer.id);
        box.addEventListener("change", () => {
          if (box.checked) hidden.delete(layer.id); else hidden.add(layer.id);
          paint(); nameAround(); listCityMarks();
        });
        label.append(box, element("span", "", layer.label));
        layers.append(label);
      }
      top.append(layers);
    }
    chosen = element("div", "chosen-town");
    card = element("div", "site-card");
    card.hidden = true;
    card.tabIndex = -1;
    card.setAttribute("role", "dialog");
    for (const part of [chosen, card]) { L.DomEvent.disableClickPropagation(part); L.DomEvent.disableScrollPropagation(part); }
    card.addEventListener("keydown", (event) => { if (event.key !== "Escape") event.stopPropagation(); });  // Leaflet would move the map
    map.getContainer().append(card);
    if (Object.keys(board.measures).length) bottom.append(element("div", "legend"));
    const lines = element("div", "line-legend");
    for (const [kind, text] of board.lines || []) lines.append(element("div", "swatch", `<i class="line ${kind}"></i>${text}`));
    if (board.markLegend.length) {
      const legend = element("div", "mark-legend");
      for (const entry of board.markLegend) legend.append(element("div", "", `${entry.draw}<span>${entry.text}</span>`));
      bottom.append(legend);
    }
    bottom.append(lines, element("details", "city-marks"));
    document.body.append(side);
    if (!board.inset) return;
    inset = element("figure", "inset", board.inset.draw);
    inset.setAttribute("role", "img");
    inset.setAttribute("aria-label", plainText(board.inset.title));
    const key = element("figcaption");
    for (const [color, text] of board.inset.key) key.append(element("span", "", `<i style="background:${color}"></i>${text}`));
    inset.append(key);
  }

  /* Beside the years: one after the other, and all of them side by side. */
  function buildYearTools() {
    const tools = element("div", "year-tools");
    const button = (className, html, name) => {
      const made = element("button", className, html);
      made.type = "button";
      made.title = name;
      made.setAttribute("aria-label", name);
      tools.append(made);
      return made;
    };
    if (!window.matchMedia("(prefers-reduced-motion: reduce)").matches) {
      let isEnding = false;  // the press that stops it is no press that starts it
      player = button("play", "▶ 播放", "逐年播放，一年一秒");
      player.addEventListener("click", () => {
        if (isEnding) { isEnding = false; return; }
        player.textContent = "■ 停止";
        sihuiYears.play(board.years, state.year, (year) => { state.year = year; paint(); }, (event) => {
          isEnding = Boolean(event && event.type !== "blur" && event.target === player);
          player.textContent = "▶ 播放";
          say();
        });
      });
    }
    comparing = button("compare", "各年对照", "把各年的地图放在一起看");
    comparing.setAttribute("aria-pressed", "false");
    comparing.addEventListener("click", () => compare(multiples.hidden));
    multiples = element("div", "multiples");
    multiples.hidden = true;
    multiples.setAttribute("role", "group");
    multiples.setAttribute("aria-label", "各年对照");
    L.DomEvent.disableClickPropagation(multiples);
    L.DomEvent.disableScrollPropagation(multiples);
    map.getContainer().append(multiples);
    top.append(tools);
  }

  function compare(isOn) {
    multiples.hidden = !isOn;
    map.getContainer().classList.toggle("comparing", isOn);
    map.getPane("mapPane").inert = isOn;
    comparing.setAttribute("aria-pressed", String(isOn));
    if (isOn) { closeCard(); drawYears(); }
  }

  /* One small map a year, all in the classes of the legend. */
  function drawYears() {
    if (!multiples || multiples.hidden || !measure()) return;
    const ringsIn = (part) => Array.isArray(part[0]) ? part.flatMap(ringsIn) : [part.map(({ lat, lng }) => [lat, lng])];
    const drawable = Object.keys(areas).filter((code) => areas[code].getLatLngs);
    small ||= sihuiYears.paths(drawable.map((code) => ({ code, rings: ringsIn(areas[code].getLatLngs()) })), around ? around.outline : []);
    const inScope = Object.keys(board.towns).filter((code) => board.towns[code].inScope);
    multiples.style.gridTemplateColumns = `repeat(${isNarrow() ? 2 : sihuiYears.columns(board.years.length, map.getSize(), small)}, minmax(0, 1fr))`;
    multiples.replaceChildren(...board.years.map((year) => {
      const cellIn = (code) => (measure().cells[code] || {})[year];
      const fill = (code) => !board.towns[code].inScope ? OUTSIDE : cellIn(code) && cellIn(code)[0] !== null ? measure().colors[cellIn(code)[0]] : MISSING;
      const { name, html } = sihuiYears.small({ year, isPartial: board.partial.includes(year), label: plainText(measure().label),
        shape: small, fill, chosen: state.town, cells: inScope.map(cellIn), inScope: inScope.length });
      const one = element("button", "", html);
      one.type = "button";
      one.setAttribute("aria-label", name);
      one.setAttribute("aria-pressed", String(year === state.year));
      one.addEventListener("click", () => { state.year = year; compare(false); paint(); say(); comparing.focus({ preventScroll: true }); });
      return one;
    }));
  }

  /* On a telephone the marks would cover the numbers: they start switched off, once. */
  function declutter() {
    if (!boxes.sites || boxes.sites.dataset.decided) return;
    boxes.sites.dataset.decided = "yes";
    boxes.sites.checked = false;
    hidden.add("sites");
    if (marksGroup) { paint(); listCityMarks(); }
  }

  /* Wide: one column beside the map. Narrow: controls above it, legend below, the frame as tall as both. */
  function arrange() {
    if (isNarrow()) {
      declutter();
      document.body.prepend(top);
      document.body.append(bottom);
      bottom.prepend(chosen);
      if (inset) bottom.append(inset);
    } else {
      side.append(top, bottom);
      map.getContainer().append(chosen);
      if (inset) map.getContainer().append(inset);
      if (marksGroup) listCityMarks();  // as open as there is room now
    }
    document.body.classList.toggle("narrow", isNarrow());
    setHeight(isNarrow() ? document.body.scrollHeight : height);
  }

  function fit() {
    map.invalidateSize();
    if (!map.getSize().x || !map.getSize().y) return;
    if (around && around.box) { map.setMinZoom(8); map.setMaxBounds(null); }
    map.fitBounds(board.bounds, { paddingTopLeft: [6, 6], paddingBottomRight: [6, 30], animate: false });
    if (around && around.box) {  // what is not known of the surroundings is not shown
      map.setMaxBounds(around.box);
      map.setMinZoom(Math.min(map.getZoom(), map.getBoundsZoom(around.box, true)));
    }
    if (inset && !isNarrow()) sihuiAround.place(inset, map.getSize(), coversNow());
  }

  /* How much of the towns a box covers, in points of a grid of its own. */
  const coversNow = (isTown = townsNow()) => ({ x, y, w, h }) => {
    let count = 0;
    for (let across = -5; across <= 5; across += 1) {
      for (let down = -5; down <= 5; down += 1) count += isTown({ x: x + across * w / 9, y: y + down * h / 9 });
    }
    return count;
  };

  function start(theMap, theBoard) {
    map = theMap; board = theBoard;
    buildSide();
    height = board.height;
    arrange();
    giveScrolling();
    map.attributionControl.setPrefix("");
    for (const [part, words] of [["in", "放大"], ["out", "缩小"]]) {
      const button = map.getContainer().querySelector(`.leaflet-control-zoom-${part}`);
      button.title = words;
      button.setAttribute("aria-label", words);
    }
    map.attributionControl.addAttribution(board.note);
    L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
    map.getContainer().setAttribute("aria-label", board.title);
    document.querySelector("h1").textContent = board.title;
    map.eachLayer((layer) => { if (layer.feature && layer.feature.properties.town_code) dress(layer); });
    if (board.around) around = sihuiAround.start(map, board.around);
    hatches();
    for (const [code, known] of Object.entries(board.towns)) {
      const marker = L.marker(known.label, { interactive: false, keyboard: false,
        icon: L.divIcon({ className: "town-anchor", html: "<div></div>", iconSize: [0, 0] }) }).addTo(map);
      labels[code] = marker.getElement().firstChild;
    }
    marksGroup = L.layerGroup().addTo(map);
    fit();
    stayInPlace(map.getContainer());
    map.on("dragstart", () => { moved = true; });
    map.on("click", closeCard);
    map.on("tooltipopen", (event) => keepInside(event.tooltip));
    map.on("zoomend resize", () => { if (marksGroup) { arrangeMarks(); drawYears(); } });
    map.on("moveend", () => { if (marksGroup) nameAround(); });
    watcher = new ResizeObserver(() => { if (moved) map.invalidateSize(); else fit(); drawn(); });
    watcher.observe(map.getContainer());
  }

  /* Leaflet focuses the map when the button goes down. Where its foot is below the screen the page
     would scroll to it under the pointer, and the click would end beside the town. */
  function stayInPlace(place) {
    const focus = place.focus.bind(place);
    place.focus = () => focus({ preventScroll: true });
  }

  /* Under a finger the page scrolls over the map; two fingers move it, and a word says so. */
  function giveScrolling() {
    if (!window.matchMedia("(pointer: coarse)").matches) return;
    map.dragging.disable();
    const hint = element("p", "touch-hint", "用两指移动地图"), place = map.getContainer();
    place.append(hint);
    place.addEventListener("touchmove", (event) => {
      if (event.touches.length > 1) return;
      hint.classList.add("seen");
      window.clearTimeout(hinted);
      hinted = window.setTimeout(() => hint.classList.remove("seen"), HINT_MS);
    }, { passive: true });
  }

  /* Take away what is drawn: a map of another publication must not stand beside its successor. */
  function clear() {
    if (!map) return;
    watcher.disconnect();
    const place = map.getContainer();
    map.remove();
    place.className = "";
    for (const hint of place.querySelectorAll(".touch-hint")) hint.remove();
    window.sihuiYears?.stop();
    for (const part of [side, top, bottom, chosen, card, inset, multiples]) if (part) part.remove();
    player = comparing = multiples = small = null;
    around = inset = null; taken = []; namedAt = "";
    areas = {}; labels = {}; boxes = {}; hidden = new Set(); moved = false; map = board = null;
  }

  /* A presentation asks for a taller map and, where there is room, larger type. */
  function resize() {
    document.body.classList.toggle("slide", Boolean(state.slide));
    document.body.classList.toggle("large", Boolean(state.slide) && window.innerWidth > 900);
    if (height === (state.slide || board.height)) return;
    height = state.slide || board.height;
    arrange();
    fit();
  }

  function show(next) {
    if (map && player && next.year !== undefined && next.year !== state.year) sihuiYears.stop();
    Object.assign(state, next);
    if (!map) return;
    if (state.marks && !state.marks.includes(opener)) card.hidden = true;
    resize();
    paint();
    nameAround();
    listCityMarks();
    if (isNarrow()) arrange();
  }

  /* Draw the map at `address`, and no other: what was asked for before does nothing any more.
     What does not arrive is asked for again, with a sentence for whoever waits. */
  function want(address) {
    if (address === wanted) return;
    clear();
    wanted = address;
    load(address, 0);
  }

  function load(address, tries) {
    const script = document.createElement("script");
    const again = () => {
      if (address !== wanted || map) return;
      wait("地图没有载入，正在重试。");
      window.setTimeout(load, Math.min(500 * 2 ** tries, LONGEST_WAIT_MS), address, tries + 1);
    };
    script.src = MAPS + address + (tries ? `&again=${tries}` : "");
    script.dataset.map = address;
    script.onload = () => {
      script.remove();
      if (address !== wanted) return;
      if (!map) { again(); return; }
      wait("");
      if (asked) chooseAsAsked(); else show({});
      fetchComponent();
    };
    script.onerror = () => { script.remove(); again(); };
    document.head.append(script);
  }

  /* The script of a map asks whether it is still the one to be drawn. */
  const isWanted = (script) => !map && script.dataset.map === wanted;

  /* The component's own script has nothing to do here but to be there: after the map. */
  function fetchComponent() {
    const later = document.querySelector("script[data-src]");
    if (!later) return;
    const script = document.createElement("script");
    script.src = later.dataset.src;
    later.replaceWith(script);
  }

  function wait(words) {
    const line = document.querySelector(".waiting") || element("p", "waiting");
    line.setAttribute("role", "status");
    line.textContent = words;
    if (words) document.body.append(line); else line.remove();
  }

  window.addEventListener("resize", () => {
    if (map && document.body.classList.contains("narrow") !== isNarrow()) arrange();
  });

  window.addEventListener("message", (event) => {
    if (event.source !== window.parent) return;
    const message = event.data || {};
    if (message.type === "streamlit:render" && message.args && message.args.state) {
      isHeard = true;
      asked = null;
      const { map: address, heard, ...next } = message.args.state;
      if (awaited && heard !== awaited) { delete next.town; delete next.year; }  // older than the last click
      want(address);
      show(next);
    }
    if (message.type === "sihui:select" && map) take(message);
    if (message.type === "sihui:ask" && map) {  // the page listens only now
      setHeight(told);
      if (said) tell("sihui:chosen", { town: state.town, year: state.year });
    }
    if (message.type === "sihui:address") early(new URL(message.href).searchParams);
  });

  /* On a cold open the address says what is chosen: draw at once, before the page tells us to.
     An older publication has a map of its own, of which this frame does not know. */
  function early(chosen) {
    const tag = document.querySelector("script[data-map]");
    if (!tag || wanted || chosen.has("snapshot")) return;
    asked = chosen;
    want(tag.dataset.map);
  }

  function chooseAsAsked() {
    const measures = Object.keys(board.measures), year = Number(asked.get("year"));
    const plain = asked.get("measure") || "total";
    const found = [plain, `${asked.get("boundary") || "direct"}.${plain}`].find((id) => measures.includes(id));
    show({ town: asked.get("town"), measure: found || measures[0] || "",
      marks: asked.has("marks") ? [] : null,
      year: board.years.includes(year) ? year : board.years.at(-1) || null });
  }

  /* A slide is turned by keys wherever the pointer was last; Enter and blank still press a button. */
  function isForSlide(event) {
    if (!isSlide() || event.ctrlKey || event.altKey || event.metaKey || !SLIDE_KEYS.test(event.key)) return false;
    return !(PRESS.test(event.key) && event.target.closest && event.target.closest("button, path, label, .mark, .site-card"));
  }
  window.addEventListener("keydown", (event) => {
    if (!isForSlide(event)) return;
    event.preventDefault();
    event.stopPropagation();  // Leaflet would move the map
    tell("sihui:key", { key: event.key });
  }, true);
  window.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (multiples && !multiples.hidden) { compare(false); comparing.focus(); }
    closeCard();
  });
  window.addEventListener("click", (event) => { if (isSlide() && event.detail) tell("sihui:focus"); });

  // A map that shows nothing stands in for the component's own script until ours is drawn.
  window.map_div = L.map(element("div")).setView([0, 0], 1);
  if (first) wanted = first;
  else {
    // The first word to the page may come before it listens: say it until it answers.
    ready();
    const asking = window.setInterval(() => { if (isHeard) window.clearInterval(asking); else ready(); }, ASK_AGAIN_MS);
    tell("sihui:hello");
  }
  /* Show the map that stands in the first frame as the frame's address has it. */
  const begin = () => { asked = new URLSearchParams(window.location.hash.slice(1)); chooseAsAsked(); };
  return { start, isWanted, begin, drawn: () => map ? wanted : "" };
})();
