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
