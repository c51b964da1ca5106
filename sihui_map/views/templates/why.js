/* Reasons and sources: what bears one says it to a pointer, a finger and a key alike, in one box.
   A screen reader finds the words in aria-description, or beside data-why. Of a table or a list one
   bearer is a stop of the Tab key, and arrows lead to the others. Also in the offline pack, so only
   JavaScript of 2019. */
"use strict";
(() => {
  const SAYS = "[aria-description], [data-why]", GROUP = "table, ol, ul, .figures", PRESSED = "a[href], button, summary, input, select, label";
  const SLIDES = ".st-key-present", AWAY_MS = 150, EDGE_PX = 8, WATCHED = { childList: true, subtree: true };
  const box = document.createElement("p");
  let from = null, isHeld = false, leaving = 0, isAsked = false;
  box.className = "why";
  box.hidden = true;
  box.setAttribute("aria-hidden", "true");
  document.body.append(box);
  const bearer = (one) => (one && one.closest ? one.closest(SAYS) : null);
  const said = (one) => one.getAttribute("aria-description") || one.dataset.why || "";

  function place() {
    if (!from) return;
    if (!from.isConnected) { hide(); return; }
    const at = from.getBoundingClientRect(), { width, height } = box.getBoundingClientRect();
    const below = at.bottom + 6 + height < window.innerHeight;
    box.style.left = `${Math.max(EDGE_PX, Math.min(at.left, window.innerWidth - width - EDGE_PX))}px`;
    box.style.top = `${below ? at.bottom + 6 : Math.max(EDGE_PX, at.top - height - 6)}px`;
  }
  function show(one, held) {
    window.clearTimeout(leaving);
    if (!said(one)) return;
    from = one;
    isHeld = held;
    box.textContent = said(one);
    box.style.left = box.style.top = "0";
    box.hidden = false;
    place();
  }
  function hide() {
    window.clearTimeout(leaving);
    from = null;
    isHeld = false;
    box.hidden = true;
  }

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse" || isHeld) return;
    if (box.contains(event.target)) { window.clearTimeout(leaving); return; }
    const one = bearer(event.target);
    if (one && one !== from) show(one, false);
    else if (one) window.clearTimeout(leaving);
  });
  document.addEventListener("pointerout", (event) => {
    if (event.pointerType !== "mouse" || isHeld || !from) return;
    const to = event.relatedTarget;
    if (to && (from.contains(to) || box.contains(to))) return;
    leaving = window.setTimeout(hide, AWAY_MS);
  });
  document.addEventListener("click", (event) => {
    if (box.contains(event.target)) return;
    const one = bearer(event.target), pressed = event.target.closest && event.target.closest(PRESSED);
    if (!one || (pressed && one.contains(pressed))) { hide(); return; }
    if (from === one && isHeld) hide(); else show(one, true);
  });
  document.addEventListener("focusin", (event) => {
    const one = bearer(event.target);
    if (one && event.target.matches(":focus-visible")) show(one, true);
  });
  document.addEventListener("focusout", (event) => { if (from && bearer(event.target) === from) hide(); });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { hide(); return; }
    if (!event.target.matches || !event.target.matches(SAYS) || document.querySelector(SLIDES)) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      if (from) hide(); else show(event.target, true);
      return;
    }
    const next = beside(event.target, event.key);
    if (!next) return;
    event.preventDefault();
    event.target.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });
  window.addEventListener("scroll", place, true);
  window.addEventListener("resize", place);

  /* What a link in it gives the keyboard already is no stop of its own. */
  const isStop = (one) => !one.closest(PRESSED) && !one.querySelector(PRESSED);
  const groupOf = (one) => one.parentElement.closest(GROUP) || one;
  const stopsOf = (group) => (group.matches(SAYS) && isStop(group) ? [group] : Array.from(group.querySelectorAll(SAYS)).filter((one) => isStop(one) && groupOf(one) === group));
  /* Left and right the next one, up and down one of another row, of the same column where it has one. */
  function beside(one, key) {
    const isBack = key === "ArrowLeft" || key === "ArrowUp";
    if (!isBack && key !== "ArrowRight" && key !== "ArrowDown") return null;
    const all = stopsOf(groupOf(one)), at = all.indexOf(one), rest = isBack ? all.slice(0, Math.max(at, 0)).reverse() : all.slice(at + 1);
    if (key === "ArrowLeft" || key === "ArrowRight" || !one.matches("td, th")) return rest[0] || null;
    const others = rest.filter((each) => each.parentElement !== one.parentElement);
    return others.find((each) => each.cellIndex === one.cellIndex) || others[0] || null;
  }
  function giveStops() {
    isAsked = false;
    const groups = new Set(Array.from(document.querySelectorAll(SAYS)).filter(isStop).map(groupOf));
    for (const group of groups) {
      const all = stopsOf(group), chosen = all.find((one) => one.getAttribute("tabindex") === "0") || all[0];
      for (const one of all) {
        const index = one === chosen ? "0" : "-1";
        if (one.getAttribute("tabindex") !== index) one.setAttribute("tabindex", index);
      }
    }
    place();
  }
  function ask() {
    if (isAsked) return;
    isAsked = true;
    window.requestAnimationFrame(giveStops);
  }
  new MutationObserver(ask).observe(document.documentElement, WATCHED);
  ask();
})();
