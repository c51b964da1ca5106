/* What lies behind and over the towns: neighbours and rivers with their names, the lines between
   the towns, which are schematic, and that of the county, which is not; where all of it lies. */
"use strict";
window.sihuiAround = (() => {
  const COARSE = 2500, FINE = 1e5, STEP_PX = 30, EDGE_PX = 4, BESIDE_PX = 7;
  const LAND = { stroke: true, color: "#fff", weight: 1.3, fillColor: "#e6eae8", fillOpacity: 1, interactive: false };
  const RIVER = { color: "#7fb2d9", weight: 2, interactive: false, pane: "lines" };
  const OUTLINE = { color: "#3e4c59", weight: 2, interactive: false, pane: "lines" };
  const SOFT = { color: "#fff", weight: 3, opacity: .55, interactive: false, pane: "lines" };
  const DASHED = { color: "#4b5760", weight: 1.2, dashArray: "2 5", lineCap: "round", interactive: false, pane: "lines" };

  /* Undo packed() of views/around.py: [lat, lon] of each place. */
  function unpacked(numbers, parts) {
    const places = [];
    let lon = 0, lat = 0;
    for (let at = 0; at < numbers.length; at += 2) {
      lon += numbers[at]; lat += numbers[at + 1];
      places.push([lat / parts, lon / parts]);
    }
    return places;
  }

  function start(map, { box, areas, rivers, inner, outline }) {
    const pane = (name, above) => Object.assign(map.createPane(name).style, { zIndex: above, pointerEvents: "none" });
    pane("lines", 410);
    pane("names", 450);
    const drawn = areas.map(({ name, rings }) => ({ name, places: rings.map((ring) => unpacked(ring, COARSE)) }));
    for (const { places } of drawn) L.polygon(places, LAND).addTo(map).bringToBack();
    const streams = rivers.map(({ name, lines }) => ({ name, places: lines.map((line) => unpacked(line, COARSE)) }));
    for (const { places } of streams) L.polyline(places, RIVER).addTo(map);
    const lines = (packed) => packed.map((line) => unpacked(line, FINE));
    L.polyline(lines(inner), SOFT).addTo(map);
    L.polyline(lines(inner), DASHED).addTo(map);
    L.polyline(lines(outline), OUTLINE).addTo(map);
    const names = L.layerGroup().addTo(map);
    map.getContainer().classList.toggle("has-around", Boolean(box));
    return { box, areas: drawn, rivers: streams, names, outline: lines(outline) };
  }

  /* Names stand where they cover nothing, within what can be seen; where there is no room, none. */
  function name(map, around, taken, isTown) {
    const { x: width, y: height } = map.getSize(), busy = [...taken];
    const inMap = (place) => map.latLngToContainerPoint(place);
    around.names.clearLayers();
    const corners = ({ x, y, w, h }) => [[0, 0], [-1, -1], [1, -1], [-1, 1], [1, 1]].map(([dx, dy]) => ({ x: x + dx * w / 2, y: y + dy * h / 2 }));
    const isFree = (spot) => spot.x - spot.w / 2 >= EDGE_PX && spot.x + spot.w / 2 <= width - EDGE_PX &&
      spot.y - spot.h / 2 >= EDGE_PX && spot.y + spot.h / 2 <= height - EDGE_PX && !busy.some((other) => sihuiPlace.overlap(spot, other));
    const put = (html, className, spots) => {
      const spot = spots.find(isFree);
      if (!spot) return;
      busy.push(spot);
      const icon = L.divIcon({ className, html: `<span>${html}</span>`, iconSize: [0, 0] });
      L.marker(map.containerPointToLatLng([spot.x, spot.y]), { icon, interactive: false, keyboard: false, pane: "names" }).addTo(around.names);
    };
    const nearest = (spots, { x, y }) => spots.sort((one, other) => Math.hypot(one.x - x, one.y - y) - Math.hypot(other.x - x, other.y - y));
    const size = (html) => ({ w: 15 * html.replace(/&#?\w+;/g, "_").length + 4, h: 21 });

    for (const { name: html, places } of around.rivers) {
      const box = size(html), beside = box.w / 2 + BESIDE_PX;
      const spots = places.flat().map(inMap).flatMap(({ x, y }) => [{ ...box, x: x + beside, y }, { ...box, x: x - beside, y }])
        .filter((spot) => !corners(spot).some(isTown));
      put(html, "river-name", nearest(spots, { x: width / 2, y: height / 2 }));
    }
    for (const { name: html, places } of around.areas) {
      if (!html) continue;
      const rings = places.map((ring) => ring.map(inMap)), all = rings.flat(), box = size(html), seen = [];
      const xs = all.map((one) => one.x), ys = all.map((one) => one.y);
      for (let x = Math.max(STEP_PX / 2, Math.min(...xs)); x < Math.min(width, Math.max(...xs)); x += STEP_PX) {
        for (let y = Math.max(STEP_PX / 2, Math.min(...ys)); y < Math.min(height, Math.max(...ys)); y += STEP_PX) {
          if (sihuiPlace.isInside({ x, y }, rings)) seen.push({ ...box, x, y });
        }
      }
      const middle = { x: seen.reduce((sum, one) => sum + one.x, 0) / seen.length, y: seen.reduce((sum, one) => sum + one.y, 0) / seen.length };
      put(html, "area-name", nearest(seen.filter((spot) => corners(spot).every((corner) => sihuiPlace.isInside(corner, rings) && !isTown(corner))), middle));
    }
  }

  /* Where the county lies, in the corner in which it covers least of it; `inside` tells how much. */
  function place(inset, { x: width, y: height }, covered) {
    const { offsetWidth: w, offsetHeight: h } = inset;
    const spots = [[width - w - 6, 6], [width - w - 6, height - h - 66], [50, 6], [6, height - h - 96]];
    const [left, top] = spots.reduce((best, spot) => {
      const less = covered({ x: spot[0] + w / 2, y: spot[1] + h / 2, w, h });
      return best && best[2] <= less ? best : [...spot, less];
    }, null);
    inset.style.left = `${left}px`;
    inset.style.top = `${top}px`;
  }

  return { start, name, place, unpacked };
})();
