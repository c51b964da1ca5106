/* Sites, parks and sources on the map: where each stands, its number beside it, the card that a
   click opens, and the list of those whose place is not public. */
"use strict";
window.sihuiMarks = (scene, { select }) => {
  const GAP_PX = 28, UNITS = 24, BADGE_PX = 8, CITY_PX = 22, PARK_PX = 32, SEAT_PX = 18, NEAR_PX = 8;
  const { state, element, button, plainText, inMap, ringsOf } = scene;
  let opener = "", namedAt = "";

  const boxOf = (part) => {
    const box = part.getBoundingClientRect(), around = scene.map.getContainer().getBoundingClientRect();
    return { x: box.left - around.left + box.width / 2, y: box.top - around.top + box.height / 2, w: box.width, h: box.height };
  };
  const shownNow = (isCity) => scene.board.marks.filter((mark) => (mark.precision === "city") === isCity &&
    !scene.hidden.has(mark.layer) && (!state.marks || state.marks.includes(mark.id)));
  const widthOf = (group) => Math.ceil(2 * group[0].reach / UNITS * sihuiPlace.side(group, scene.board.size));
  const badge = (group) => group.length > 1 ? BADGE_PX : 0;
  const drawing = ({ reach, draw }, px) =>
    `<svg aria-hidden="true" width="${px}" height="${px}" viewBox="${-reach} ${-reach} ${2 * reach} ${2 * reach}">${scene.board.looks[draw]}</svg>`;
  const moveTo = (label, box, at) => {
    label.style.transform = `translate(calc(-50% + ${box.x - at.x}px), calc(-50% + ${box.y - at.y}px))`;
  };

  /* Marks at known places stand where they are, or beside it on a line where another one stands;
     alike ones that would hide each other are one with a number, until the map is larger. Labels give
     way to them, and marks of which only the town is known to both: no number is covered. */
  function arrange() {
    const { map } = scene;
    scene.marksGroup.clearLayers();
    scene.taken = [...map.getContainer().querySelectorAll(".leaflet-control, .chosen-town, .inset")].map((part) => ({ ...boxOf(part), weight: 3 }));
    const [exact, inTown] = [true, false].map((isPoint) => shownNow(false).filter((one) => (one.precision === "point") === isPoint));
    const placed = placeExact(exact);
    const rings = placeLabels();
    for (const { marks, x, y, w, at } of placed) nameValue(marks[0], [marks[0].lat, marks[0].lon], at, { x, y, h: w });
    placeInTowns(inTown, rings);
  }

  function placeExact(exact) {
    const boxes = exact.map((mark) => ({ mark, ...inMap([mark.lat, mark.lon]), w: widthOf([mark]), h: widthOf([mark]) }));
    const placed = sihuiPlace.spread(boxes, [...scene.taken]);
    for (const { marks, x, y, at } of placed) {
      const place = [marks[0].lat, marks[0].lon], wide = widthOf(marks) + badge(marks);
      add(marks, place, [x - at.x, y - at.y]);
      if (x !== at.x || y !== at.y) leader(place, { x, y });
      scene.taken.push({ x, y, w: wide, h: wide });
    }
    return placed;
  }

  function placeLabels() {
    const rings = {};
    for (const [code, label] of Object.entries(scene.labels)) {
      const at = inMap(scene.board.towns[code].label);
      rings[code] = ringsOf(code);
      const isSeat = !rings[code].length;  // of a unit without a boundary: a dot, and its name beside it
      if (isSeat) scene.taken.push({ x: at.x, y: at.y, w: SEAT_PX, h: SEAT_PX });
      const wanted = { x: at.x, y: at.y, w: label.offsetWidth, h: label.offsetHeight };
      const box = sihuiPlace.free(wanted, scene.taken, (point) => isSeat || sihuiPlace.isInside(point, rings[code]));
      moveTo(label, box, at);
      scene.taken.push({ ...box, weight: 20 });
    }
    return rings;
  }

  function placeInTowns(marks, rings) {
    for (const group of sihuiPlace.grouped(marks)) {
      const code = group[0].town, seat = scene.board.towns[code].label, at = inMap(seat), wide = widthOf(group) + badge(group);
      const wanted = { x: at.x, y: at.y + GAP_PX, w: wide, h: wide }, isHome = (point) => sihuiPlace.isInside(point, rings[code] || []);
      let box = sihuiPlace.free(wanted, scene.taken, isHome);
      if (scene.taken.some((other) => sihuiPlace.overlap(box, other))) {  // its town is full: beside it, on a line
        box = sihuiPlace.free(wanted, scene.taken);
        if (!isHome(box)) leader(seat, box);
      }
      add(group, seat, [box.x - at.x, box.y - at.y]);
      scene.taken.push(box);
      nameValue(group[0], seat, at, box);
    }
  }

  /* Its number stands beside the mark of a source, where nothing else does. */
  function nameValue(mark, place, at, { x, y, h }) {
    const now = scene.ownCell(mark);
    if (!now) return;
    const text = now[0] === null ? "缺失" : `${now[1]}<i>${now[2]}</i>`, name = scene.isNarrow() ? "" : `<span>${mark.short} ${state.year}</span>`;
    const label = L.marker(place, { interactive: false, keyboard: false, icon: L.divIcon({ className: "town-anchor", iconSize: [0, 0],
      html: `<div class="mark-value">${name}<b>${text}</b></div>` }) }).addTo(scene.marksGroup).getElement().firstChild;
    const tall = label.offsetHeight, w = label.offsetWidth, least = w / 2 + 3, most = scene.map.getSize().x - least;  // whole on the map
    const wanted = { x: Math.min(Math.max(x, least), most), y: y + (h + tall) / 2 + 3, w, h: tall };
    const box = sihuiPlace.free(wanted, scene.taken, (one) => one.x >= least && one.x <= most);
    moveTo(label, box, at);
    if (Math.abs(box.y - y) > (h + tall) / 2 + NEAR_PX || Math.abs(box.x - x) > (h + box.w) / 2 + NEAR_PX) leader(place, box);
    scene.taken.push({ ...box, weight: 20 });
  }

  /* A thin line from where a mark belongs to where there was room for it. */
  function leader(place, { x, y }) {
    L.polyline([place, scene.map.containerPointToLatLng([x, y])], { color: "#1f2933", weight: 1.2, interactive: false, pane: "lines" }).addTo(scene.marksGroup);
  }

  function add(group, place, [dx, dy]) {
    const mark = group[0], wide = widthOf(group);
    const count = group.length > 1 ? `<sup>${group.length}</sup>` : "";
    const icon = L.divIcon({ className: `mark ${mark.style}`,
      html: drawing(mark, wide) + count, iconSize: [wide, wide], iconAnchor: [wide / 2 - dx, wide / 2 - dy] });
    const marker = L.marker(place, { icon, keyboard: true })
      .bindTooltip(group.map((one) => one.html + scene.ownLine(one)).join("<hr>"), { className: "sihui-tip", direction: "top", offset: [dx, dy - wide / 2 + 3] })
      .addTo(scene.marksGroup);
    const part = marker.getElement();
    part.dataset.mark = mark.id;
    part.setAttribute("aria-label", plainText(group.map((one) => one.name + scene.ownLine(one).replace("<br>", " ")).join("、")));
    if (!mark.card) return;
    const open = () => { marker.closeTooltip(); openCard(group, inMap(place).x + dx, inMap(place).y + dy); };
    marker.on("click", open);
    part.addEventListener("keydown", (event) => { if (scene.isPress(event)) { event.preventDefault(); open(); } });
  }

  /* The card lies over the map, empty until a mark is opened. */
  function buildCard() {
    const card = scene.card = element("div", "site-card");
    card.hidden = true;
    card.tabIndex = -1;
    card.setAttribute("role", "dialog");
    scene.shield(card);
    card.addEventListener("keydown", (event) => { if (event.key !== "Escape") event.stopPropagation(); });  // Leaflet would move the map
    scene.map.getContainer().append(card);
    scene.parts.push(card);
  }

  /* What is known of a site or a park, over the half of the map in which its mark is not. */
  function openCard(group, x, y) {
    const { card, board } = scene, { x: width, y: height } = scene.map.getSize();
    opener = group[0].id;
    card.innerHTML = group.map((one) => one.card).join("<hr>");
    card.setAttribute("aria-label", plainText(group.map((one) => one.name).join("、")));
    card.classList.toggle("left", x > width / 2);
    card.classList.toggle("low", y < height / 2);
    const close = button("close", "×");
    close.setAttribute("aria-label", "关闭");
    close.addEventListener("click", closeCard);
    card.prepend(close);
    const code = group[0].town;
    if (group.every((one) => one.town === code) && board.towns[code] && board.towns[code].inScope) {
      const choose = button("choose", `选择${board.towns[code].name}`);
      choose.addEventListener("click", () => { select(code); closeCard(); });
      card.append(choose);
    }
    card.hidden = false;
    card.scrollTop = 0;
    card.focus();
  }

  function closeCard() {
    const { card } = scene;
    if (!card || card.hidden) return;
    card.hidden = true;
    const from = [...document.querySelectorAll("[data-mark]")].find((one) => one.dataset.mark === opener);
    if (from) from.focus({ preventScroll: true });
  }

  /* A card does not outlive its mark. */
  function dropCard() {
    if (state.marks && !state.marks.includes(opener)) scene.card.hidden = true;
  }

  /* Marks without a place are named; beside the map only where that cuts nothing off. */
  function listCity({ list, hasRoom }) {
    const shown = shownNow(true);
    list.hidden = !shown.length;
    list.innerHTML = `<summary>位置未公开 ${shown.length} 个</summary>`;
    for (const mark of shown) {
      const row = button("city-mark", `<span class="mark">${drawing(mark, mark.side ? PARK_PX : CITY_PX)}</span>${mark.name}`);
      row.dataset.mark = mark.id;
      row.disabled = !mark.card;
      row.addEventListener("click", () => openCard([mark], 0, scene.map.getSize().y));
      list.append(row);
    }
    list.open = true;
    list.open = hasRoom();
  }

  /* Names of what lies around stand where they are while only the choice changes. */
  function nameAround() {
    const { map, around } = scene;
    if (!around) return;
    const now = JSON.stringify([map.getCenter(), map.getZoom(), map.getSize(), [...scene.hidden], state.marks]);
    if (now === namedAt) return;
    namedAt = now;
    sihuiAround.name(map, around, scene.taken, scene.townsNow());
  }

  /* A new map has new names to place. */
  function begin() {
    namedAt = "";
    scene.marksGroup = L.layerGroup().addTo(scene.map);
  }

  return { begin, arrange, buildCard, closeCard, dropCard, listCity, nameAround };
};
