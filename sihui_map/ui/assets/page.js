/* A table row with a town selects it the way a click on the map does: no reload.
   Without this script, or on a page without a map, the row's link opens the same view. */
"use strict";
document.addEventListener("click", (event) => {
  const link = event.target.closest && event.target.closest("a[href^='?town='][data-town]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  const frame = document.querySelector("iframe[src*='streamlit_folium']");
  if (!frame) return;
  event.preventDefault();
  frame.contentWindow.postMessage({ type: "sihui:select", town: link.dataset.town }, "*");
});
/* The chosen town's row is marked here, so that a click need not bring the whole table again. */
const markChosen = () => {
  const chosen = new URLSearchParams(location.search).get("town");
  for (const link of document.querySelectorAll("table.data a[data-town]")) {
    const row = link.closest("tr"), is = link.dataset.town === chosen;
    if (row.classList.contains("chosen") === is) continue;
    row.classList.toggle("chosen", is);
    if (is) row.setAttribute("aria-current", "true"); else row.removeAttribute("aria-current");
  }
};
for (const event of ["sihui:address", "popstate"]) window.addEventListener(event, markChosen);
new MutationObserver(markChosen).observe(document.documentElement, { childList: true, subtree: true });
document.addEventListener("click", (event) => {
  if (event.target.closest && event.target.closest("[data-print]")) { event.preventDefault(); window.print(); }
});

/* The presentation: arrow keys and a clicker turn its pages, B makes the screen black, F fills it. */
const TURN = { ArrowRight: "next", ArrowDown: "next", PageDown: "next", " ": "next", Enter: "next",
  ArrowLeft: "back", ArrowUp: "back", PageUp: "back", Home: "first", End: "last" };
document.addEventListener("keydown", (event) => {
  if (!document.querySelector(".st-key-present") || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.closest && event.target.closest("input, textarea, select, [role='combobox'], [role='listbox']")) return;
  const key = event.key.toLowerCase();
  if (key === "b" || key === ".") { document.body.classList.toggle("dark-screen"); event.preventDefault(); return; }
  if (key === "f" && document.documentElement.requestFullscreen) { document.documentElement.requestFullscreen(); return; }
  const turn = TURN[event.key];
  if (!turn) return;
  if ((event.key === " " || event.key === "Enter") && event.target.closest && event.target.closest("button, a")) return;
  event.preventDefault();
  document.body.classList.remove("dark-screen");
  const button = document.querySelector(`.st-key-present_${turn} button`);
  if (button && !button.disabled) button.click();
});
