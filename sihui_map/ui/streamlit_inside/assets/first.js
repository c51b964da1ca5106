/* The first look of a page stands until Streamlit's own stands in the same place.
   What is chosen in it meanwhile goes into the address, and at the end to Streamlit's own map. */
"use strict";
(() => {
  const layer = document.getElementById("first"), root = document.getElementById("root");
  if (!layer || !root) return;
  const frame = layer.querySelector("iframe");
  const NOTHING_MS = 1500, LONGEST_MS = 12000, KEPT = ["town", "year"];
  let chosen = null, own = null, handed = "", ended = 0, isOver = false;

  const ownFrame = () => root.querySelector("iframe[src*='/component/map/']");
  const hasRun = () => root.querySelector(".stApp[data-test-script-state='notRunning']") && root.querySelector(".head, .failure, footer.foot");
  const said = (one) => JSON.stringify([one.town || null, Number(one.year) || null]);

  function end() {
    if (isOver) return;
    isOver = true;
    const main = root.querySelector(".stMain"), hadFocus = layer.contains(document.activeElement);
    if (main) main.scrollTop = layer.scrollTop;
    layer.remove();
    root.inert = false;
    if (hadFocus) ownFrame()?.focus({ preventScroll: true });
    window.removeEventListener("message", listen);
  }

  /* Streamlit's own map is where and as large as ours, and shows what was chosen here. */
  function isSame(other) {
    const here = frame.getBoundingClientRect(), there = other.getBoundingClientRect();
    if (there.height < 100 || Math.abs(own.width - there.width) > 1 || Math.abs(own.height - there.height) > 1) return false;
    if (!chosen || said(own) === said(chosen)) return true;
    if (handed !== said(chosen)) {
      handed = said(chosen);
      other.contentWindow.postMessage({ type: "sihui:select", ...chosen }, "*");
    }
    return false;
  }

  function look() {
    if (isOver) return;
    const other = ownFrame(), isStale = own && own.map !== layer.dataset.drawn;
    if (isStale) { end(); return; }
    if (!hasRun()) ended = 0;
    else {
      ended ||= performance.now();
      const for_ms = performance.now() - ended;
      if (own && other && isSame(other)) { requestAnimationFrame(() => requestAnimationFrame(end)); return; }
      if (for_ms > LONGEST_MS || (!other && for_ms > NOTHING_MS)) { end(); return; }
    }
    requestAnimationFrame(look);
  }

  /* Say in the address what is chosen, as Streamlit would. */
  function write() {
    const url = new URL(location.href);
    if (chosen.town) url.searchParams.set("town", chosen.town);
    if (String(chosen.year || "") !== layer.dataset.year || url.searchParams.has("year")) url.searchParams.set("year", chosen.year);
    if (url.href !== location.href) history.pushState({}, "", url);
  }

  function listen(event) {
    const message = event.data || {};
    if (event.source === frame.contentWindow) {
      if (message.type === "sihui:chosen") { chosen = { town: message.town, year: message.year }; write(); }
      if (message.type === "sihui:height") frame.style.height = `${Number(message.height)}px`;
    } else if (message.type === "sihui:drawn" && event.source === ownFrame()?.contentWindow) own = message;
  }

  window.addEventListener("message", listen);
  /* A link keeps what was chosen since it was made; one of a town selects that in the map. */
  layer.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a[href]");
    if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || link.hasAttribute("download")) return;
    if (link.dataset.town) {
      event.preventDefault();
      event.stopPropagation();
      frame.contentWindow.postMessage({ type: "sihui:select", town: link.dataset.town }, "*");
      return;
    }
    const now = new URLSearchParams(location.search), url = new URL(link.href);
    if (!chosen || url.searchParams.get("snapshot") === "latest") return;
    for (const name of KEPT) if (now.has(name) && !url.searchParams.has(name)) url.searchParams.set(name, now.get(name));
    link.href = url.href;
  });
  window.sihuiFirst = true;
  root.inert = true;
  frame.contentWindow.postMessage({ type: "sihui:ask" }, "*");
  requestAnimationFrame(look);
})();
