/* The search box in the bar of every page: it asks the interface while one types, lists what fits
   by kind, and opens what is chosen, by mouse, finger or keyboard. */
"use strict";
(() => {
  const box = document.getElementById("search");
  if (!box) return;
  const [field, panel, list] = ["input", ".search-panel", "[role=listbox]"].map((what) => box.querySelector(what));
  const words = panel.querySelector("p"), spoken = box.querySelector("[role=status]");
  const home = new URL("../", document.currentScript.src), api = new URL("api/v1/search", home);
  const PAUSE_MS = 80, SHOWN = 5, KEPT = ["snapshot", "town", "year"];
  const HINT = "输入字词、拼音首字母或编号，如「任务 1」；几个词用空格隔开。";
  const SILENT = "没有得到答复，请稍后再试。";
  let timer = 0, asking = null, groups = [], unfolded = new Set(), at = -1;
  let isStale = false, isWanted = false;  // what is listed is of fewer letters; Enter came before the answer

  const make = (tag, more = {}, ...parts) => {
    const one = Object.assign(document.createElement(tag), more);
    one.append(...parts);
    return one;
  };

  /* The text with what was looked for in it marked; letters are compared as they sound alike. */
  function marked(text, marks) {
    const low = text.toLowerCase(), found = [];
    for (const mark of marks) {
      for (let from = low.indexOf(mark); mark && from >= 0; from = low.indexOf(mark, from + mark.length)) found.push([from, from + mark.length]);
    }
    found.sort((one, other) => one[0] - other[0]);
    const parts = [];
    let end = 0;
    for (const [from, to] of found) {
      if (from < end) continue;
      parts.push(text.slice(end, from), make("mark", {}, text.slice(from, to)));
      end = to;
    }
    return [...parts, text.slice(end)];
  }

  /* Where a result is, with what is shown now: the snapshot, and what is chosen where it does not choose itself. */
  function address(result) {
    const url = new URL(result.address, home), now = new URLSearchParams(location.search);
    for (const name of KEPT) if (now.has(name) && !url.searchParams.has(name)) url.searchParams.set(name, now.get(name));
    return url.href;
  }

  function group({ kind, count, results }) {
    const shown = unfolded.has(kind) ? results : results.slice(0, SHOWN), title = `${kind} ${count} 项`;
    const part = make("div", {}, make("span", { className: "search-kind" }, title));
    part.setAttribute("role", "group");
    part.setAttribute("aria-label", title);
    part.firstChild.setAttribute("aria-hidden", "true");
    for (const each of shown) {
      const link = make("a", { href: address(each) }, make("b", {}, ...marked(each.title, each.marks)));
      if (each.excerpt) link.append(make("span", {}, ...marked(each.excerpt, each.marks)));
      part.append(link);
    }
    if (shown.length < results.length) {
      const rest = make("a", { href: "#", className: "search-more" }, `再看 ${results.length - shown.length} 项${kind}`);
      rest.dataset.kind = kind;
      part.append(rest);
    }
    if (unfolded.has(kind) && count > results.length) part.append(make("span", { className: "search-kind" }, `还有 ${count - results.length} 项，请再加一个词`));
    return part;
  }

  const options = () => [...list.querySelectorAll("a")];

  function point(to) {
    const all = options();
    at = all.length ? (to + all.length) % all.length : -1;
    all.forEach((one, place) => one.setAttribute("aria-selected", String(place === at)));
    if (at < 0) { field.removeAttribute("aria-activedescendant"); return; }
    field.setAttribute("aria-activedescendant", all[at].id);
    all[at].scrollIntoView({ block: "nearest" });
  }

  function draw(keep = 0) {
    list.replaceChildren(...groups.map(group));
    options().forEach((one, place) => {
      one.id = `found-${place}`;
      one.tabIndex = -1;
      one.setAttribute("role", "option");
    });
    list.hidden = !groups.length;
    point(keep);
  }

  function open(said = "") {
    words.textContent = said;
    words.hidden = !said;
    panel.hidden = false;
    field.setAttribute("aria-expanded", String(!list.hidden));
  }

  function close() {
    panel.hidden = true;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
    box.classList.remove("open");
  }

  async function ask() {
    const query = field.value.trim(), now = new URLSearchParams(location.search);
    asking?.abort();
    isStale = false;
    if (!query) { groups = []; draw(); open(HINT); return; }
    asking = new AbortController();
    const url = new URL(api);
    url.searchParams.set("q", query);
    if (now.has("snapshot")) url.searchParams.set("snapshot", now.get("snapshot"));
    try {
      isStale = true;
      const answer = await fetch(url, { signal: asking.signal });
      if (!answer.ok) throw new Error(answer.statusText);
      ({ groups } = await answer.json());
      unfolded = new Set();
      isStale = false;
      draw();
      if (isWanted && at >= 0) { follow(options()[at]); return; }
      isWanted = false;
      const count = groups.reduce((sum, each) => sum + each.count, 0);
      spoken.textContent = count ? `找到 ${count} 项` : "没有找到";
      open(count ? "" : `没有找到「${query}」。可以少写一个词，或者只写首字母。`);
    } catch (error) {
      if (error.name === "AbortError") return;
      isStale = isWanted = false;
      groups = [];
      draw();
      open(SILENT);
    }
  }

  function follow(link) {
    if (link.dataset.kind) { unfolded.add(link.dataset.kind); draw(at); open(); field.focus(); return; }
    isWanted = false;
    close();
    field.blur();
    window.sihuiGo(link.href);
  }

  field.addEventListener("input", () => { isStale = true; isWanted = false; window.clearTimeout(timer); timer = window.setTimeout(ask, PAUSE_MS); });
  field.addEventListener("focus", () => { box.classList.add("open"); if (field.value.trim() && groups.length) open(); else ask(); });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const steps = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (steps && !panel.hidden) { event.preventDefault(); point(at + steps); }
    if (event.key === "Enter" && !panel.hidden) {
      event.preventDefault();
      if (isStale) isWanted = true; else if (at >= 0) follow(options()[at]);
    }
    if (event.key === "Escape") { event.preventDefault(); if (field.value) { field.value = ""; ask(); } else { close(); field.blur(); } }
    event.stopPropagation();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());  // the field keeps the keyboard
  list.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    follow(link);
  });
  box.querySelector("button").addEventListener("click", () => { box.classList.add("open"); field.focus(); });
  box.addEventListener("focusout", (event) => { if (!box.contains(event.relatedTarget)) close(); });
  document.addEventListener("keydown", (event) => {
    const inside = event.target.closest && event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey || inside || box.hidden) return;
    event.preventDefault();
    box.classList.add("open");
    field.focus();
    field.select();
  });
  /* A presentation has the whole screen for itself. */
  const place = () => { box.hidden = location.pathname.replace(/\/$/, "").endsWith("/present"); };
  for (const event of ["sihui:address", "popstate"]) window.addEventListener(event, place);
  place();
})();
