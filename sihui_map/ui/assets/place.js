/* Where labels and marks go so that none covers another: the nearest free place, in pixels.
   A box is { x, y, w, h } around its middle. */
"use strict";
window.sihuiPlace = (() => {
  const STEP = 3, RINGS = 18, GAP = 2, HIDDEN = .4;

  const overlap = (one, other) => {
    const across = (one.w + other.w) / 2 + GAP - Math.abs(one.x - other.x);
    const down = (one.h + other.h) / 2 + GAP - Math.abs(one.y - other.y);
    return across > 0 && down > 0 ? across * down : 0;
  };

  /* Steps away from a middle, the nearest first; up and down before aside, as text is wide. */
  const steps = [];
  for (let across = -RINGS; across <= RINGS; across += 1) {
    for (let down = -RINGS; down <= RINGS; down += 1) steps.push([across * STEP, down * STEP]);
  }
  const far = ([dx, dy]) => Math.hypot(dx * 1.15, dy);
  steps.sort((one, other) => far(one) - far(other));

  /* Return the box at its nearest place that is free of `taken`; where none is, where it covers
     least, each by its `weight`: rather a mark than a number. `isAtHome` tells whether a point may be its middle: a label stays within its town. */
  function free(box, taken, isAtHome = () => true) {
    let best = null, least = Infinity;
    for (const [dx, dy] of steps) {
      const moved = { ...box, x: box.x + dx, y: box.y + dy };
      if ((dx || dy) && !isAtHome(moved)) continue;
      const covered = taken.reduce((sum, other) => sum + overlap(moved, other) * (other.weight || 1), 0);
      if (!covered) return moved;
      const cost = covered + far([dx, dy]);
      if (cost < least) { least = cost; best = moved; }
    }
    return best;
  }

  /* Tell whether a point lies in one of the rings of a polygon (even-odd). */
  function isInside({ x, y }, rings) {
    let inside = false;
    for (const ring of rings) {
      for (let here = 0, last = ring.length - 1; here < ring.length; last = here, here += 1) {
        const a = ring[here], b = ring[last];
        if ((a.y > y) !== (b.y > y) && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) inside = !inside;
      }
    }
    return inside;
  }

  /* The area of a mark grows as its megawatts do; of several at one place, as their sum. */
  function side(group, { least, root }) {
    const mw = group.reduce((sum, one) => sum + (one.mw || 0), 0);
    return group[0].side || Math.max(least, root * Math.sqrt(mw));
  }

  /* Marks of one town that look alike are one mark with a number; a park is always its own. */
  function grouped(marks) {
    const groups = new Map();
    for (const mark of marks) {
      const key = mark.layer === "parks" ? mark.id : `${mark.town}/${mark.draw}`;
      groups.set(key, [...(groups.get(key) || []), mark]);
    }
    return [...groups.values()];
  }

  /* Part marks at known places, { mark, x, y, w, h } each, so that every one can be hit: the largest
     stay, alike ones that hide each other become one, others move to the nearest free place.
     Returns { marks, x, y, at } each, where `at` is the place that is known. */
  function spread(boxes, taken) {
    const found = [];
    for (const { mark, ...box } of [...boxes].sort((one, other) => other.w - one.w)) {
      const twin = found.find((other) => other.marks[0].draw === mark.draw && overlap(box, other.at) > HIDDEN * box.w * box.h);
      if (twin) { twin.marks.push(mark); continue; }
      const others = [...taken, ...found];
      const isFree = !found.some((other) => overlap(box, other));
      found.push({ ...(isFree ? box : free(box, others)), marks: [mark], at: box });
    }
    return found;
  }

  return { free, grouped, isInside, overlap, side, spread };
})();
