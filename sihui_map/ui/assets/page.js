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
document.addEventListener("click", (event) => {
  if (event.target.closest && event.target.closest("[data-print]")) { event.preventDefault(); window.print(); }
});
