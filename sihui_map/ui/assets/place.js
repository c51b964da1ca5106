/* Where labels and marks go so that none covers another: the nearest free place, in pixels.
   A box is { x, y, w, h } around its middle. */
"use strict";
window.sihuiPlace = (() => {
  const STEP = 6, RINGS = 9, GAP = 1;

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
     least. `isAtHome` tells whether a point may be its middle: a label stays within its town. */
  function free(box, taken, isAtHome = () => true) {
    let best = null, least = Infinity;
    for (const [dx, dy] of steps) {
      const moved = { ...box, x: box.x + dx, y: box.y + dy };
      if ((dx || dy) && !isAtHome(moved)) continue;
      const covered = taken.reduce((sum, other) => sum + overlap(moved, other), 0);
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

  return { free, isInside, overlap };
})();
