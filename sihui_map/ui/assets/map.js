/* The map inside its frame: colour, hover, keyboard, year and layers answer here, at once. The page
   around it says in args.state which map it is and what is selected (frame.js). */
"use strict";
window.sihui = (() => {
  const NEUTRAL = "#f3f5f1", HINT_MS = 1500, SETTLE_MS = 120;
  const SLIDE_KEYS = /^(Arrow(Left|Right|Up|Down)|Page(Up|Down)|Home|End|Enter| |[bfnoq.1-9])$/i;
  const scene = sihuiScene(), { state } = scene;
  const frame = sihuiFrame(scene, { show, clear, take });
  const marks = sihuiMarks(scene, { select });
  const side = sihuiSide(scene, marks, { paint, say: frame.say, setHeight: frame.setHeight });
  let moved = false, hinted = 0, settling = 0, watcher;

  function paint() {
    Object.keys(scene.areas).forEach(paintArea);
    side.show();
    settle();
    frame.drawn();
  }

  function settle() {
    marks.arrange();
    side.drawYears();
  }

  function paintArea(code) {
    const { measure } = scene, layer = scene.areas[code], label = scene.labels[code];
    const known = scene.board.towns[code], now = scene.cell(code), chosen = code === state.town;
    const fill = scene.painted() || !known.inScope ? scene.colorOf(code, now) : NEUTRAL;
    layer.setStyle({ fillColor: fill, fillOpacity: 1 });
    edge(layer, chosen);
    if (chosen) layer.bringToFront();
    const path = layer.getElement();
    if (path) {
      if (known.inScope) path.setAttribute("aria-pressed", String(chosen));
      path.setAttribute("aria-label", scene.plainText(`${known.name} ${now ? now[1] + measure().unit : ""}`));
      path.dataset.town = code;
      path.dataset.fill = fill;
    }
    if (!label) return;
    // The name of a seat stands beside its dot, on no colour.
    const isKnown = now && now[0] !== null, dark = layer.getLatLngs && isKnown && measure().dark[now[0]];
    const value = isKnown && measure().onMap ? `<b>${now[1]}${now[3] ? `<i>${now[3]}</i>` : ""}</b>` : "";
    label.innerHTML = `<span>${known.short}</span>${value}`;
    label.className = "town-label" + (dark ? " on-dark" : "") + (chosen ? " chosen" : "");
  }

  /* The lines between towns are drawn once, as what they are (around.js): a town has one of its own
     while it is chosen or pointed at; a seat always. */
  function edge(layer, isChosen, isHot = false) {
    layer.setStyle({ color: isChosen ? "#10261d" : "#5b6770", weight: isChosen ? 3.5 : isHot ? 3 : 1,
      opacity: isChosen || isHot || !layer.getLatLngs ? 1 : 0 });
  }

  function select(code) {
    const known = scene.board.towns[code];
    if (!known || !known.inScope) return;
    const before = state.town;
    state.town = code;
    side.tellChosen();
    frame.say();
    for (const one of [before, code]) if (scene.areas[one]) paintArea(one);
    frame.drawn();
    window.clearTimeout(settling);  // what the answer of the server need not wait for
    settling = window.setTimeout(() => { if (scene.map) settle(); }, SETTLE_MS);
  }

  /* What was chosen elsewhere: in a table, or in the first frame of this map. */
  function take({ town, year }) {
    const isYear = scene.board.years.includes(Number(year));
    if (isYear) { state.year = Number(year); paint(); }
    if (town) select(String(town)); else if (isYear) frame.say();
  }

  function dress(layer) {
    const code = layer.feature.properties.town_code, isInScope = scene.board.towns[code].inScope;
    scene.areas[code] = layer;
    layer.bindTooltip(() => scene.tip(code), { sticky: true, className: "sihui-tip" });
    layer.on("click", () => select(code));
    layer.on("mousemove", () => keepInside(layer.getTooltip()));
    layer.on("mouseover focus", () => edge(layer, code === state.town, true));
    layer.on("mouseout blur", () => edge(layer, code === state.town));
    const path = layer.getElement();
    if (path && !isInScope) path.setAttribute("role", "img");
    if (!path || !isInScope) return;
    path.setAttribute("tabindex", "0");
    path.setAttribute("role", "button");
    path.addEventListener("keydown", (event) => {
      if (scene.isPress(event)) { event.preventDefault(); select(code); }
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

  /* A hint at the edge of the map moves inside it. */
  function keepInside(tooltip) {
    const part = tooltip.getElement(), around = scene.map.getContainer().getBoundingClientRect();
    if (!part) return;
    part.style.marginLeft = "";
    const box = part.getBoundingClientRect();
    const shift = Math.max(0, around.left + 4 - box.left) || Math.min(0, around.right - 4 - box.right);
    if (shift) part.style.marginLeft = `${parseFloat(getComputedStyle(part).marginLeft) + shift}px`;
    if (box.top < around.top + 2) part.style.marginTop = `${around.top + 2 - box.top}px`; else part.style.marginTop = "";
  }

  function fit() {
    const { map, board, around, inset } = scene;
    map.invalidateSize();
    if (!map.getSize().x || !map.getSize().y) return;
    if (around && around.box) { map.setMinZoom(8); map.setMaxBounds(null); }
    map.fitBounds(board.bounds, { paddingTopLeft: [6, 6], paddingBottomRight: [6, 30], animate: false });
    if (around && around.box) {  // what is not known of the surroundings is not shown
      map.setMaxBounds(around.box);
      map.setMinZoom(Math.min(map.getZoom(), map.getBoundsZoom(around.box, true)));
    }
    if (inset && !scene.isNarrow()) sihuiAround.place(inset, map.getSize(), coversNow());
  }

  /* How much of the towns a box covers, in points of a grid of its own. */
  const coversNow = (isTown = scene.townsNow()) => ({ x, y, w, h }) => {
    let count = 0;
    for (let across = -5; across <= 5; across += 1) {
      for (let down = -5; down <= 5; down += 1) count += isTown({ x: x + across * w / 9, y: y + down * h / 9 });
    }
    return count;
  };

  function start(map, board) {
    Object.assign(scene, { map, board, height: board.height });
    side.build();
    side.arrange();
    giveScrolling();
    dressControls();
    map.getContainer().setAttribute("aria-label", board.title);
    document.querySelector("h1").textContent = board.title;
    map.eachLayer((layer) => { if (layer.feature && layer.feature.properties.town_code) dress(layer); });
    if (board.around) scene.around = sihuiAround.start(map, board.around);
    hatches();
    for (const [code, known] of Object.entries(board.towns)) {
      const marker = L.marker(known.label, { interactive: false, keyboard: false,
        icon: L.divIcon({ className: "town-anchor", html: "<div></div>", iconSize: [0, 0] }) }).addTo(map);
      scene.labels[code] = marker.getElement().firstChild;
    }
    marks.begin();
    fit();
    stayInPlace(map.getContainer());
    map.on("dragstart", () => { moved = true; });
    map.on("click", marks.closeCard);
    map.on("tooltipopen", (event) => keepInside(event.tooltip));
    map.on("zoomend resize", () => { if (scene.marksGroup) settle(); });
    map.on("moveend", () => { if (scene.marksGroup) marks.nameAround(); });
    watcher = new ResizeObserver(() => { if (moved) map.invalidateSize(); else fit(); frame.drawn(); });
    watcher.observe(map.getContainer());
  }

  function dressControls() {
    const { map, board } = scene;
    map.attributionControl.setPrefix("");
    for (const [part, words] of [["in", "放大"], ["out", "缩小"]]) {
      const button = map.getContainer().querySelector(`.leaflet-control-zoom-${part}`);
      button.title = words;
      button.setAttribute("aria-label", words);
    }
    map.attributionControl.addAttribution(board.note);
    L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
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
    scene.map.dragging.disable();
    const hint = scene.element("p", "touch-hint", "用两指移动地图"), place = scene.map.getContainer();
    place.append(hint);
    scene.parts.push(hint);
    place.addEventListener("touchmove", (event) => {
      if (event.touches.length > 1) return;
      hint.classList.add("seen");
      window.clearTimeout(hinted);
      hinted = window.setTimeout(() => hint.classList.remove("seen"), HINT_MS);
    }, { passive: true });
  }

  function clear() {
    if (!scene.map) return;
    watcher.disconnect();
    window.sihuiYears?.stop();
    scene.clear();
    moved = false;
  }

  /* A presentation asks for a taller map and, where there is room, larger type. */
  function resize() {
    document.body.classList.toggle("slide", Boolean(state.slide));
    document.body.classList.toggle("large", Boolean(state.slide) && window.innerWidth > 900);
    const height = state.slide || scene.board.height;
    if (scene.height === height) return;
    scene.height = height;
    side.arrange();
    fit();
  }

  function show(next) {
    side.stopAt(next.year);
    Object.assign(state, next);
    if (!scene.map) return;
    marks.dropCard();
    resize();
    paint();
    marks.nameAround();
    side.listCity();
    if (scene.isNarrow()) side.arrange();
  }

  window.addEventListener("resize", () => {
    if (scene.map && document.body.classList.contains("narrow") !== scene.isNarrow()) side.arrange();
  });

  /* A slide is turned by keys wherever the pointer was last; Enter and blank still press a button. */
  function isForSlide(event) {
    if (!scene.isSlide() || event.ctrlKey || event.altKey || event.metaKey || !SLIDE_KEYS.test(event.key)) return false;
    return !(scene.isPress(event) && event.target.closest && event.target.closest("button, path, label, .mark, .site-card"));
  }
  window.addEventListener("keydown", (event) => {
    if (!isForSlide(event)) return;
    event.preventDefault();
    event.stopPropagation();  // Leaflet would move the map
    frame.tell("sihui:key", { key: event.key });
  }, true);
  window.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    side.endCompare();
    marks.closeCard();
  });
  window.addEventListener("click", (event) => { if (scene.isSlide() && event.detail) frame.tell("sihui:focus"); });

  // A map that shows nothing stands in for the component's own script until ours is drawn.
  window.map_div = L.map(scene.element("div")).setView([0, 0], 1);
  frame.open();
  return { start, isWanted: frame.isWanted, begin: frame.begin, drawn: frame.standing };
})();
