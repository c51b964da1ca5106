/* What stands beside the map, or on a telephone above and below it: years, layers, legend, what is
   known of the chosen town, the years side by side. */
"use strict";
window.sihuiSide = (scene, marks, { paint, say, setHeight }) => {
  const { state, element, button, plainText, isNarrow, measure } = scene;
  let side, top, bottom, chosen, years, tools, player, comparing, multiples, small;

  function build() {
    const { board } = scene;
    side = element("aside", "side");
    top = element("section", "top");
    top.setAttribute("aria-label", "年份与图层");
    bottom = element("section", "bottom");
    bottom.setAttribute("aria-label", "图例");
    side.append(top, bottom);
    years = tools = player = comparing = multiples = small = null;
    if (board.years.length) buildYears();
    if (board.layers.length) buildLayers();
    chosen = element("div", "chosen-town");
    scene.shield(chosen);
    marks.buildCard();
    buildLegends();
    document.body.append(side);
    scene.parts.push(side, top, bottom, chosen);
    if (board.inset) buildInset();
  }

  function buildYears() {
    const { board } = scene;
    years = element("div", "years");
    years.setAttribute("role", "group");
    years.setAttribute("aria-label", "年份");
    for (const year of board.years) {
      const one = button("", board.partial.includes(year) ? `${year}<small>部分</small>` : String(year));
      one.dataset.year = year;
      one.addEventListener("click", () => { state.year = year; paint(); say(); });
      years.append(one);
    }
    top.append(years);
    if (board.compares) buildYearTools();
  }

  function buildLayers() {
    const layers = element("div", "layers");
    for (const layer of scene.board.layers) {
      const label = element("label"), box = element("input");
      box.type = "checkbox";
      box.checked = !layer.off;
      scene.boxes[layer.id] = box;
      if (!box.checked) scene.hidden.add(layer.id);
      box.addEventListener("change", () => {
        if (box.checked) scene.hidden.delete(layer.id); else scene.hidden.add(layer.id);
        paint(); marks.nameAround(); listCity();
      });
      label.append(box, element("span", "", layer.label));
      layers.append(label);
    }
    top.append(layers);
  }

  function buildLegends() {
    const { board } = scene;
    if (Object.keys(board.measures).length) bottom.append(element("div", "legend"));
    const lines = element("div", "line-legend");
    for (const [kind, text] of board.lines || []) lines.append(element("div", "swatch", `<i class="line ${kind}"></i>${text}`));
    if (board.markLegend.length) {
      const legend = element("div", "mark-legend");
      for (const entry of board.markLegend) legend.append(element("div", "", `${entry.draw}<span>${entry.text}</span>`));
      bottom.append(legend);
    }
    bottom.append(lines, element("details", "city-marks"));
  }

  function buildInset() {
    const { title, draw, key } = scene.board.inset;
    const inset = scene.inset = element("figure", "inset", draw);
    inset.setAttribute("role", "img");
    inset.setAttribute("aria-label", plainText(title));
    const words = element("figcaption");
    for (const [color, text] of key) words.append(element("span", "", `<i style="background:${color}"></i>${text}`));
    inset.append(words);
    scene.parts.push(inset);
  }

  /* Beside the years: one after the other, and all of them side by side. */
  function buildYearTools() {
    const { board } = scene;
    tools = element("div", "year-tools");
    const tool = (className, html, name) => {
      const made = button(className, html);
      made.title = name;
      made.setAttribute("aria-label", name);
      tools.append(made);
      return made;
    };
    if (!window.matchMedia("(prefers-reduced-motion: reduce)").matches) {
      let isEnding = false;  // the press that stops it is no press that starts it
      player = tool("play", "▶ 播放", "逐年播放，一年一秒");
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
    comparing = tool("compare", "各年对照", "把各年的地图放在一起看");
    comparing.setAttribute("aria-pressed", "false");
    comparing.addEventListener("click", () => compare(multiples.hidden));
    multiples = element("div", "multiples");
    multiples.hidden = true;
    multiples.setAttribute("role", "group");
    multiples.setAttribute("aria-label", "各年对照");
    scene.shield(multiples);
    scene.map.getContainer().append(multiples);
    scene.parts.push(multiples, tools);
  }

  function compare(isOn) {
    multiples.hidden = !isOn;
    scene.map.getContainer().classList.toggle("comparing", isOn);
    scene.map.getPane("mapPane").inert = isOn;
    comparing.setAttribute("aria-pressed", String(isOn));
    if (isOn) { marks.closeCard(); drawYears(); }
  }

  /* Leave the years side by side, if that is what is shown. */
  function endCompare() {
    if (!scene.map || !multiples || multiples.hidden) return;
    compare(false);
    comparing.focus();
  }

  /* Stop playing where the page says another year. */
  function stopAt(year) {
    if (scene.map && player && year !== undefined && year !== state.year) sihuiYears.stop();
  }

  /* One small map a year, all in the classes of the legend. */
  function drawYears() {
    if (!multiples || multiples.hidden || !measure()) return;
    const { board, areas, around } = scene;
    const ringsIn = (part) => Array.isArray(part[0]) ? part.flatMap(ringsIn) : [part.map(({ lat, lng }) => [lat, lng])];
    const drawable = Object.keys(areas).filter((code) => areas[code].getLatLngs);
    small ||= sihuiYears.paths(drawable.map((code) => ({ code, rings: ringsIn(areas[code].getLatLngs()) })), around ? around.outline : []);
    const inScope = Object.keys(board.towns).filter((code) => board.towns[code].inScope);
    multiples.style.gridTemplateColumns = `repeat(${isNarrow() ? 2 : sihuiYears.columns(board.years.length, scene.map.getSize(), small)}, minmax(0, 1fr))`;
    multiples.replaceChildren(...board.years.map((year) => {
      const cellIn = (code) => (measure().cells[code] || {})[year];
      const fill = (code) => scene.colorOf(code, cellIn(code));
      const { name, html } = sihuiYears.small({ year, isPartial: board.partial.includes(year), label: plainText(measure().label),
        shape: small, fill, chosen: state.town, cells: inScope.map(cellIn), inScope: inScope.length });
      const one = button("", html);
      one.setAttribute("aria-label", name);
      one.setAttribute("aria-pressed", String(year === state.year));
      one.addEventListener("click", () => { state.year = year; compare(false); paint(); say(); comparing.focus({ preventScroll: true }); });
      return one;
    }));
  }

  function tellChosen() {
    const more = isNarrow() || scene.isSlide();
    chosen.innerHTML = state.town ? scene.tip(state.town) + (more ? scene.keyNumbers(state.town) : "") : (measure() ? "点击镇街查看数值" : "点击地图选择镇街");
  }

  function show() {
    tellChosen();
    document.querySelectorAll(".years button").forEach((one) => {
      one.setAttribute("aria-pressed", String(Number(one.dataset.year) === state.year));
    });
    const legend = document.querySelector(".legend");
    if (legend) tellClasses(legend);
  }

  function tellClasses(legend) {
    const { board } = scene, shown = measure();
    legend.hidden = !scene.painted();
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

  const listCity = () => marks.listCity({ list: bottom.querySelector(".city-marks"),
    hasRoom: () => isNarrow() || side.scrollHeight <= side.clientHeight });

  /* On a telephone the marks would cover the numbers: they start switched off, once. */
  function declutter() {
    const box = scene.boxes.sites;
    if (!box || box.dataset.decided) return;
    box.dataset.decided = "yes";
    box.checked = false;
    scene.hidden.add("sites");
    if (scene.marksGroup) { paint(); listCity(); }
  }

  /* Wide: one column beside the map. Narrow: what is chosen above it, the rest below, the frame as
     tall as both. */
  function arrange() {
    const { inset } = scene, place = scene.map.getContainer();
    if (isNarrow()) {
      declutter();
      document.body.prepend(top);
      document.body.append(bottom);
      bottom.prepend(chosen);
      if (tools) chosen.after(tools);
      if (inset) bottom.append(inset);
    } else {
      side.append(top, bottom);
      if (tools) years.after(tools);
      place.append(chosen);
      if (inset) place.append(inset);
      if (scene.marksGroup) listCity();  // as open as there is room now
    }
    document.body.classList.toggle("narrow", isNarrow());
    setHeight(isNarrow() ? document.body.scrollHeight : scene.height);
  }

  return { build, arrange, show, tellChosen, drawYears, endCompare, stopAt, listCity };
};
