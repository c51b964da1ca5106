/* The offline pack: choosing, colouring, searching, filtering and printing, without a network.
   Texts in the data come entity-encoded from Python (views/markup.py), so innerHTML shows them
   letter for letter. Only JavaScript of ES2019: the pack also opens in browsers of that time. */
"use strict";
(() => {
  const MISSING = "url(#hatch-missing)", MOST_RESULTS = 40, NARROW_PX = 560, AROUND = 26;
  const one = (selector, root) => (root || document).querySelector(selector);
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  const data = JSON.parse(one("#data").textContent);
  const views = all(".view").map((view) => view.id);
  const state = { view: "map", town: "", ...data.start };
  const words = { town: "镇街", year: "年份", measure: "指标", boundary: "口径", view: "页面" };
  const allowed = {
    view: views, town: ["", ...data.towns.map((town) => town[0])], year: data.years.map(String),
    measure: data.choices.measure.map((pair) => pair[0]), boundary: data.choices.boundary.map((pair) => pair[0]),
  };

  function make(tag, className, html) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (html !== undefined) made.innerHTML = html;
    return made;
  }
  const textOf = (html) => make("i", "", html).textContent;
  const isPart = () => data.parts.includes(state.measure);
  const measureId = () => (isPart() ? state.measure : `${state.boundary}.${state.measure}`);
  const measure = () => data.measures[measureId()];
  const cell = (code, year) => (measure().cells[code] || {})[year || state.year] || null;
  const isKnown = (found) => Boolean(found) && found[0] !== null;
  const nameOf = (code) => (data.towns.find((town) => town[0] === code) || ["", ""])[1];

  /* The address: what is chosen stands behind the #, so a link opens the same view. */
  const address = () => new URLSearchParams(state).toString();

  function choose(patch) {
    const moved = "view" in patch && patch.view !== state.view;
    Object.assign(state, patch);
    one("#notice").hidden = true;
    location.hash = address();
    paint();
    if (moved) window.scrollTo(0, 0);
  }

  function follow() {
    const given = location.hash.slice(1);
    if (given === address()) return;
    const refused = [];
    if (views.includes(given)) state.view = given;
    else if (given.startsWith("town-") && allowed.town.includes(given.slice(5))) {
      state.view = "town";
      state.town = given.slice(5);
    } else {
      for (const [name, value] of new URLSearchParams(given)) {
        if (allowed[name] && allowed[name].includes(value)) state[name] = value;
        else refused.push(`${words[name] || "内容"}「${value.slice(0, 20)}」`);
      }
    }
    one("#notice").textContent = `地址里的${refused.join("、")}不存在，已按默认显示；请在页面上重新选择。`;
    one("#notice").hidden = !refused.length;
    location.replace(`#${address()}`);
    paint();
  }

  /* Buttons for year, measure and boundary. */
  function buildChoices() {
    for (const box of all("[data-choice]")) {
      const name = box.dataset.choice;
      const options = name === "year" ? data.years.map((year) => [String(year), String(year)]) : data.choices[name];
      let before = 0;
      for (const [value, label] of options) {
        if (name === "year" && before && Number(value) - before > 1) box.append(gap(before + 1, Number(value) - 1));
        before = Number(value);
        const button = make("button", "", label);
        button.type = "button";
        button.dataset.value = value;
        button.addEventListener("click", () => choose({ [name]: value }));
        box.append(button);
      }
    }
  }

  function gap(first, last) {
    const made = make("span", "gap", "⋯");
    made.title = `${first === last ? first : `${first}—${last}`} 年没有公开数值，不推测`;
    return made;
  }

  function paintChoices() {
    for (const box of all("[data-choice]")) {
      const name = box.dataset.choice;
      if (name === "boundary") box.hidden = isPart();
      for (const button of all("button", box)) {
        const value = button.dataset.value;
        button.setAttribute("aria-pressed", String(value === state[name]));
        if (name !== "year" || box.closest("#ledger")) continue;
        const known = data.towns.some((town) => isKnown(cell(town[0], value)));
        button.classList.toggle("without", !known);
        button.title = known ? "" : `${value} 年${textOf(measure().label)}没有分镇街数值`;
      }
    }
  }

  /* The map. */
  function hint(code) {
    const shown = measure(), found = cell(code);
    const value = isKnown(found) ? `${found[1]} ${shown.unit}` : `缺失（${found ? found[1] : "未报"}）`;
    const kind = found && found[2] ? ` <i class="tag">${found[2]}</i>` : "";
    return `<b>${nameOf(code)}</b><br>${state.year} 年${shown.label}：${value}${kind}`;
  }

  function paintMap() {
    const shown = measure(), outline = one(".outline");
    if (!outline) return;
    outline.setAttribute("d", "");
    for (const link of all(".areas a")) {
      const code = link.dataset.town, path = one("path", link), found = cell(code), known = isKnown(found);
      path.setAttribute("fill", known ? shown.colors[found[0]] : MISSING);
      link.setAttribute("aria-label", textOf(hint(code)));
      if (code === state.town) {
        link.setAttribute("aria-current", "true");
        outline.setAttribute("d", path.getAttribute("d"));
      } else link.removeAttribute("aria-current");
      const label = all(".names text").find((text) => text.dataset.label === code);
      label.setAttribute("class", known && shown.dark[found[0]] ? "name dark" : "name");
      one("tspan", label).textContent = known ? textOf(found[1]) : "";
    }
  }

  function paintRanking() {
    const box = one("#ranking"), ranking = measure().ranking[state.year];
    box.hidden = !ranking;
    if (!ranking) return; // a year without data of towns
    const table = one("table", box), source = document.getElementById(`by-${measureId()}`);
    const column = all("th", source).findIndex((head) => head.textContent === state.year);
    one("caption", table).textContent = textOf(ranking.title);
    all("th", table)[2].textContent = textOf(measure().unit);
    const body = one("tbody", table);
    body.textContent = "";
    ranking.rows.forEach(([code, bar], index) => {
      const link = all("a[data-town]", source).find((found) => found.dataset.town === code);
      const row = make("tr"), place = make("td", "num", String(index + 1)), name = make("td");
      name.append(link.cloneNode(true));
      row.append(place, name, link.closest("tr").cells[column].cloneNode(true), make("td", bar));
      body.append(row);
    });
  }

  function paintFacts() {
    const known = data.facts[state.town];
    one("#facts").innerHTML = known ? known[state.year] : data.cityFacts;
  }

  function paint() {
    for (const view of all(".view")) view.classList.toggle("on", view.id === state.view);
    for (const link of all("nav a")) {
      if (link.hash === `#${state.view}`) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    const shownParts = [`by-${measureId()}`, `ledger-${state.year}`, `town-${state.town || "none"}`];
    for (const part of all(".part")) part.classList.toggle("on", shownParts.includes(part.id));
    one("#picker").value = state.town;
    one("#answer").innerHTML = measure().said[state.year];
    for (const legend of all(".legend")) legend.hidden = legend.id !== `legend-${measureId()}`;
    paintChoices();
    paintMap();
    paintRanking();
    paintFacts();
    for (const link of all("td a[data-town]")) link.closest("tr").classList.toggle("chosen", link.dataset.town === state.town);
  }

  /* Filters over a long table. */
  const firstText = (box) => (box.firstChild ? box.firstChild.textContent : "");

  function buildFilter({ block, columns }) {
    const box = document.getElementById(block), table = box && one("table", box);
    if (!table) return;
    const heads = all("th", table).map((head) => head.textContent);
    const bar = make("div", "filters"), count = make("p", "count"), picks = [];
    count.setAttribute("aria-live", "polite");
    for (const [label, options] of columns) {
      const select = make("select"), caption = make("label", "", `${label} `);
      select.append(new Option("全部", ""));
      for (const option of options) select.append(new Option(textOf(option), textOf(option)));
      select.addEventListener("change", () => filter(null));
      caption.append(select);
      bar.append(caption);
      picks.push([heads.indexOf(textOf(label)), select]);
    }
    function filter(wanted) {
      if (wanted) for (const [index, select] of picks) select.value = heads[index] === wanted[0] ? wanted[1] : "";
      const rows = all("tbody tr", table);
      for (const row of rows) {
        row.hidden = picks.some(([index, select]) =>
          select.value && !firstText(row.cells[index]).split("、").includes(select.value));
      }
      const shown = rows.filter((row) => !row.hidden).length;
      count.textContent = shown ? `显示 ${shown} 行，共 ${rows.length} 行。` : "没有同时满足这些条件的内容，请放宽一个条件。";
    }
    bar.append(count);
    box.prepend(bar);
    filters[block] = filter;
    filter(null);
  }
  const filters = {};

  /* Search: words anywhere, pinyin initials of names. */
  const entries = data.search.map((entry) => ({
    ...entry, title: textOf(entry.title), text: textOf(entry.text), filter: entry.filter && entry.filter.map(textOf),
  }));

  function rank(entry, asked, isPinyin) {
    const title = entry.title.toLowerCase();
    if (title.startsWith(asked)) return 0;
    if (title.includes(asked)) return 1;
    if (isPinyin && entry.keys.some((key) => key.startsWith(asked))) return 2;
    if (isPinyin && entry.keys.some((key) => key.includes(asked))) return 3;
    return entry.text.toLowerCase().includes(asked) ? 4 : -1;
  }

  function excerpt(text, asked) {
    const at = text.toLowerCase().indexOf(asked), made = make("small");
    if (at < 0) {
      made.textContent = text.slice(0, 2 * AROUND);
      return made;
    }
    const from = Math.max(0, at - AROUND), end = at + asked.length, mark = make("mark");
    mark.textContent = text.slice(at, end);
    made.append((from ? "…" : "") + text.slice(from, at), mark, text.slice(end, end + AROUND));
    return made;
  }

  function search() {
    const asked = one("#search").value.trim().toLowerCase(), box = one("#results");
    box.textContent = "";
    box.hidden = !asked;
    if (!asked) return;
    const isPinyin = /^[a-z]{2,}$/.test(asked);
    const found = entries.map((entry) => [rank(entry, asked, isPinyin), entry]).filter((pair) => pair[0] >= 0);
    found.sort((left, right) => left[0] - right[0]);
    const cut = found.length > MOST_RESULTS ? `，先列 ${MOST_RESULTS} 条` : "";
    const head = make("p");
    head.textContent = found.length ? `找到 ${found.length} 条${cut}` : `没有找到「${asked.slice(0, 20)}」，可换一个词或拼音首字母`;
    box.append(head);
    for (const [, entry] of found.slice(0, MOST_RESULTS)) {
      const button = make("button"), title = make("b"), kind = make("span", "tag");
      button.type = "button";
      kind.textContent = entry.kind;
      title.textContent = entry.title;
      button.append(kind, title, excerpt(entry.text, asked));
      button.addEventListener("click", () => open(entry));
      box.append(button);
    }
  }

  function open(entry) {
    one("#results").hidden = true;
    choose(entry.town ? { view: entry.view, town: entry.town } : { view: entry.view });
    if (entry.filter) filters[entry.block](entry.filter);
    else if (filters[entry.block]) filters[entry.block](["", ""]);
    for (const old of all(".found")) old.classList.remove("found");
    if (entry.row < 0) return;
    const target = all(`#${entry.block} tbody tr, #${entry.block} .clause`)[entry.row];
    target.classList.add("found");
    target.tabIndex = -1;
    target.focus();
    target.scrollIntoView({ block: "center" });
  }

  /* What a mark or a town is, under the pointer or the focus. */
  function tell(target, x, y) {
    const tip = one("#tip"), mark = target.closest && target.closest("[data-hint], .areas a");
    tip.hidden = !mark;
    if (!mark) return;
    tip.innerHTML = mark.dataset.hint || hint(mark.dataset.town);
    tip.style.left = `${Math.max(4, Math.min(x + 14, window.innerWidth - tip.offsetWidth - 8))}px`;
    tip.style.top = `${y + 16 + tip.offsetHeight > window.innerHeight ? y - tip.offsetHeight - 8 : y + 16}px`;
  }

  function listen() {
    window.addEventListener("hashchange", follow);
    window.addEventListener("afterprint", () => document.documentElement.classList.remove("all"));
    one("#picker").addEventListener("change", (event) => choose({ town: event.target.value }));
    one("#search").addEventListener("input", search);
    one(".search").addEventListener("keydown", (event) => {
      const stops = [one("#search"), ...all("#results button")], at = stops.indexOf(document.activeElement);
      if (event.key === "Escape") one("#results").hidden = true;
      else if (event.key === "Enter" && at === 0 && stops.length > 1) stops[1].click();
      else if (event.key === "ArrowDown" && at + 1 < stops.length) stops[at + 1].focus();
      else if (event.key === "ArrowUp" && at > 0) stops[at - 1].focus();
      else return;
      event.preventDefault();
    });
    document.addEventListener("click", (event) => {
      const on = (selector) => event.target.closest(selector);
      const town = on("a[data-town]");
      if (!on(".search")) one("#results").hidden = true;
      if (town) choose({ town: town.dataset.town, view: town.closest("#map") ? "map" : "town" });
      else if (on("[data-sheet]")) choose({ view: "town" });
      else if (on("[data-print], [data-print-all]")) {
        document.documentElement.classList.toggle("all", Boolean(on("[data-print-all]")));
        window.print();
      } else return;
      event.preventDefault();
    });
    for (const box of all("[data-layer]")) {
      const show = () => { document.getElementById(box.dataset.layer).style.display = box.checked ? "" : "none"; };
      if (!document.getElementById(box.dataset.layer)) continue;
      if (window.innerWidth <= NARROW_PX) box.checked = false; // marks would cover the numbers
      box.addEventListener("change", show);
      show();
    }
    document.addEventListener("mousemove", (event) => tell(event.target, event.clientX, event.clientY));
    document.addEventListener("focusin", (event) => {
      const place = event.target.getBoundingClientRect();
      tell(event.target, place.left + place.width / 2, place.top + place.height / 2);
    });
  }

  for (const [code, name] of data.towns) one("#picker").append(new Option(textOf(name), code));
  document.documentElement.classList.add("js");
  buildChoices();
  data.filters.forEach(buildFilter);
  listen();
  paint();
  follow();
})();
