"""Scripts that look at what is drawn: what covers a value, what is cut, what runs into what."""

from __future__ import annotations

SIZES = {"laptop": (1366, 768), "projector": (1920, 1080), "telephone": (390, 844)}
SMALLEST_PX = 12
SMALL_TEXT = """(smallest) => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = new Set();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.textContent.trim(), around = node.parentElement;
    if (!text || !around.checkVisibility({ opacityProperty: true })) continue;
    if (getComputedStyle(around).visibility !== "visible") continue;
    if (!around.getClientRects().length || around.closest("script, style, noscript")) continue;
    const size = parseFloat(getComputedStyle(around).fontSize);
    if (size < smallest) found.add(`${text.slice(0, 20)}: ${size}px`);
  }
  return [...found];
}"""
TOO_WIDE = """() => [...document.querySelectorAll("html, body, .stMain")]
  .filter((one) => one.scrollWidth > one.clientWidth + 1)
  .map((one) => `${one.tagName}.${one.className}: ${one.scrollWidth} > ${one.clientWidth}`)"""
# What may be covered by nothing: the texts on the map; what might: marks, controls, other texts.
COVERED = """() => {
  const box = (one) => one.getBoundingClientRect(), found = [];
  const cover = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
  const texts = [...document.querySelectorAll(".town-label > *, .mark-value")]
    .filter((one) => one.innerText);
  const tall = [...document.querySelectorAll(".leaflet-marker-pane .mark, .leaflet-control, "
    + "#map_div .chosen-town")].filter((one) => one.checkVisibility());
  for (const text of texts) {
    for (const one of tall)
      if (cover(box(text), box(one))) found.push(`${text.innerText} under ${one.className}`);
    for (const other of texts)
      if (other.parentNode !== text.parentNode && cover(box(text), box(other)))
        found.push(`${text.innerText} over ${other.innerText}`);
  }
  return found;
}"""
# A mark is hit in its middle, and none stands on another by more than an edge.
HIDDEN_MARKS = """() => {
  const marks = [...document.querySelectorAll(".leaflet-marker-pane .mark")];
  return marks.filter((one) => {
    const { left, top, width, height } = one.getBoundingClientRect();
    return !one.contains(document.elementFromPoint(left + width / 2, top + height / 2));
  }).map((one) => one.getAttribute("aria-label"));
}"""
CUT_SIDE = """() => {
  const side = document.querySelector(".side"), wide = [...side.querySelectorAll("*")]
    .filter((one) => one.checkVisibility() && one.getBoundingClientRect().right
      > side.getBoundingClientRect().right + 1);
  return [side.scrollHeight - side.clientHeight, wide.map((one) => one.className)];
}"""
OUTSIDE_OF_CHART = """(chart) => {
  const around = chart.getBoundingClientRect();
  const texts = [...chart.querySelectorAll("text")].filter((one) => one.textContent.trim());
  return texts.filter((one) => {
    const box = one.getBoundingClientRect();
    return box.left < around.left - 1 || box.right > around.right + 1 || box.top < around.top - 1
      || box.bottom > around.bottom + 1;
  }).map((one) => one.textContent);
}"""
# Numbers that run into each other are one number to whoever reads them.
TOUCHING = """(chart) => {
  const texts = [...chart.querySelectorAll(".xtick text, .ytick text, .textpoint text, .bartext")];
  const box = (one) => one.getBoundingClientRect(), found = [];
  texts.forEach((one, at) => texts.slice(at + 1).forEach((other) => {
    const a = box(one), b = box(other);
    if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
      && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1)
      found.push(`${one.textContent} ${other.textContent}`);
  }));
  return found;
}"""
