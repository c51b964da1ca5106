/* The page around the map and the slides: what Streamlit does not do by itself. */
"use strict";
const mapFrames = () => [...document.querySelectorAll("iframe[src*='/component/map/']")];
/* What a map's frame says. On a cold open the address tells it what to draw; once the visitor has
   gone to another page, the address may still be of the page before. */
const firstPage = location.pathname;
let hasWalked = false;
for (const event of ["sihui:address", "popstate"]) {
  window.addEventListener(event, () => { hasWalked = hasWalked || location.pathname !== firstPage; });
}
window.addEventListener("message", (event) => {
  const frame = mapFrames().find((each) => each.contentWindow === event.source), said = event.data || {};
  if (!frame) return;
  if (said.type === "sihui:hello" && !hasWalked) event.source.postMessage({ type: "sihui:address", href: location.href }, "*");
  if (said.type === "sihui:key") turnSlide(String(said.key));
  if (said.type === "sihui:focus") toSlide();
});
/* A table row with a town selects it the way a click on the map does: no reload.
   Without this script, or on a page without a map, the row's link opens the same view. */
document.addEventListener("click", (event) => {
  const link = event.target.closest && event.target.closest("a[href^='?town='][data-town]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  const [frame] = mapFrames();
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
/* Open an address without loading the page anew, as Back does; where that cannot be, load it: the
   framework forgets the filters that a page binds to it (?kind=…) on the way. */
const BOUND = ["kind", "stage"];
window.sihuiGo = (address) => {
  const url = new URL(address, location.href), isHere = url.pathname === location.pathname && url.hash;
  const isFiltered = BOUND.some((name) => url.searchParams.has(name));
  if (isHere || isFiltered || !document.querySelector("#root .stApp") || document.getElementById("first")) { location.assign(url.href); return; }
  history.pushState({}, "", url.href);
  window.dispatchEvent(new PopStateEvent("popstate"));
};
document.addEventListener("click", (event) => {
  const link = event.target.closest && event.target.closest("#root a[href^='unit?']");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  window.sihuiGo(link.href);
});
/* The bar: which town, which year. It follows the address, whoever changes that; a map is told of a
   town as by a row of a table, everything else goes by the address. */
const followBar = () => {
  const now = new URLSearchParams(location.search);
  for (const bar of document.querySelectorAll(".chooser")) {
    let isChosen = false;
    for (const pick of bar.querySelectorAll(".pick")) {
      const value = now.get(pick.dataset.pick) || "", links = [...pick.querySelectorAll("a")];
      const own = value ? links.find((one) => one.dataset.value === value) : null;
      const shown = own || links.find((one) => one.dataset.default), words = pick.querySelector("summary b");
      isChosen = isChosen || Boolean(own);
      for (const one of links) if (one === shown) one.setAttribute("aria-current", "true"); else one.removeAttribute("aria-current");
      if (shown && words && words.textContent !== shown.textContent) words.textContent = shown.textContent;
    }
    const clear = bar.querySelector(".clear");
    if (clear) clear.hidden = !isChosen;  // a page that is still arriving has half a bar
  }
};
for (const event of ["sihui:address", "popstate"]) window.addEventListener(event, followBar);
const closePicks = (but) => { for (const one of document.querySelectorAll(".pick[open]")) if (one !== but) one.open = false; };
/* At once, not when the browser tells of it: what is typed right after belongs into the field. */
const openPick = (pick) => {
  closePicks(pick);
  pick.open = true;
  const field = pick.querySelector("input") || pick.querySelector("a[aria-current]");
  if (field) field.focus();
};
document.addEventListener("click", (event) => {
  const name = event.target.closest && event.target.closest(".pick:not([open]) > summary");
  if (name) { event.preventDefault(); openPick(name.parentElement); return; }
  const link = event.target.closest && event.target.closest(".chooser a");
  closePicks(event.target.closest && !link && event.target.closest(".pick"));
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  if (link.dataset.town && (mapFrames().length || document.getElementById("first"))) return;
  event.preventDefault();
  const url = new URL(location.href);
  url.hash = "";
  for (const [name, value] of new URLSearchParams(link.getAttribute("href").split("?")[1])) url.searchParams.set(name, value);
  window.sihuiGo(url.href);
});
document.addEventListener("input", (event) => {
  const field = event.target.closest && event.target.closest(".pick input");
  if (!field) return;
  const asked = field.value.toLowerCase().replace(/\s/g, "");
  for (const link of field.parentElement.querySelectorAll("a")) {
    const isLike = link.textContent.includes(asked) || link.dataset.sounds.split(" ").some((sound) => sound.startsWith(asked));
    link.parentElement.hidden = !isLike;
  }
});
document.addEventListener("keydown", (event) => {
  const pick = event.target.closest && event.target.closest(".pick[open]");
  if (!pick) return;
  const links = [...pick.querySelectorAll("li:not([hidden]) a")], at = links.indexOf(document.activeElement);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key], isTyped = event.key === "Enter" && event.target.matches("input");
  if (event.key === "Escape") { pick.open = false; pick.querySelector("summary").focus(); }
  if (step && links.length) { event.preventDefault(); links[(at + step + links.length) % links.length].focus(); }
  if (isTyped && links.length) { event.preventDefault(); links[0].click(); }
});
/* A link to one thing of a page (#task-12): it is made after the address is read, and may be folded. */
let sought = "", seen = null;
const named = () => { try { return decodeURIComponent(location.hash.slice(1)); } catch { return ""; } };
const seek = () => {
  const id = named(), at = location.pathname + location.hash;
  if (sought === at && seen.isConnected) return;  // the first look gives way to the page
  const found = /^(task|target|manual|clause|site|park)-./.test(id) && document.getElementById(id);
  if (!found) return;
  sought = at;
  seen = found;
  for (const one of document.querySelectorAll(".sought")) one.classList.remove("sought");
  found.classList.add("sought");
  const fold = found.querySelector("details");
  if (fold) { fold.open = true; fold.querySelector("summary").focus({ preventScroll: true }); }
  else if (!found.matches(".anchor")) { found.tabIndex = -1; found.focus({ preventScroll: true }); }
  found.scrollIntoView({ block: found.matches(".anchor") ? "start" : "center" });
};
window.addEventListener("hashchange", () => { sought = ""; seek(); });
/* What the framework leaves without a name, or with a role that does not fit; and a table wider
   than the screen, which the keyboard must be able to push. */
const CHOSEN_MS = 50;  // the framework hears the click first
const TO_CONTENT = "跳到正文";
const CHINESE = {
  "[data-testid='stExpandSidebarButton']": "菜单",
  "[data-testid='stSidebarCollapseButton'] button": "收起菜单",
  "[data-testid='stSidebar']": "菜单",
  "[data-testid='stSidebarNav']": "各页",
};
/* Words that only a screen reader meets. */
const HEARD = { "App pages": "各页", Open: "打开列表", Dismiss: "收起列表", "Clear all": "全部去掉", Remove: "去掉",
  Decrement: "减一步", Increment: "加一步", "Selected values": "已选", "Choose an option": "请选择", "Choose options": "请选择", "Link to heading": "这一节的地址" };
const nameParts = () => {
  for (const one of document.querySelectorAll("[aria-label]")) {
    const words = HEARD[one.getAttribute("aria-label")];
    if (words) one.setAttribute("aria-label", words);
  }
  for (const one of document.querySelectorAll("[data-testid='stSidebarNavItems']:not([role]), [data-testid='stSidebarNavItems'] li:not([role])")) one.setAttribute("role", "presentation");
  for (const table of document.querySelectorAll(".scroll")) {
    if (table.scrollWidth > table.clientWidth) table.tabIndex = 0; else table.removeAttribute("tabindex");
  }
  for (const zone of document.querySelectorAll("[data-testid='stFileUploaderDropzone'][role='presentation']")) zone.removeAttribute("role");
  for (const button of document.querySelectorAll("[data-testid='stFileUploaderDropzone'] button:not([aria-label])")) button.setAttribute("aria-label", "选择文件");
  for (const [what, words] of Object.entries(CHINESE)) {
    for (const one of document.querySelectorAll(what)) if (one.getAttribute("aria-label") !== words) one.setAttribute("aria-label", words);
  }
  const skip = document.querySelector("[data-testid='stSkipToContent']");
  if (skip && skip.textContent !== TO_CONTENT) skip.textContent = TO_CONTENT;
  markGroup();
};
/* A page in a group of the menu is not seen while the group is closed: its group is marked. */
const markGroup = () => {
  const foot = document.querySelector(".foot[data-menu]");
  for (const group of document.querySelectorAll("[data-testid='stTopNavSection']")) {
    const is = foot !== null && group.firstChild.textContent.trim() === foot.dataset.menu;
    if (is) group.setAttribute("aria-current", "true"); else group.removeAttribute("aria-current");
  }
};
window.addEventListener("resize", nameParts);
markChosen();  // what the server sent already
/* Without the script that takes it away the first look would stay. */
window.addEventListener("load", () => { if (!window.sihuiFirst) document.getElementById("first")?.remove(); });
/* What only a screen reader meets, and what measures, waits for the frame and is done once for it. */
let isNaming = false;
new MutationObserver(() => {
  markChosen();
  followBar();
  if (isNaming) return;
  isNaming = true;
  requestAnimationFrame(() => { isNaming = false; nameParts(); seek(); });
}).observe(document.documentElement, { childList: true, subtree: true });
/* What a choice changed is spoken to whoever hears the page: by whichever way it was made, the
   address says it, and the foot of the page has its words. */
const spoken = document.createElement("p");
spoken.className = "unseen";
spoken.setAttribute("role", "status");
document.body.append(spoken);
let heard = { path: location.pathname, chosen: new URLSearchParams(location.search) };
const sayChoice = () => {
  const before = heard, foot = document.querySelector(".foot[data-choices]");
  heard = { path: location.pathname, chosen: new URLSearchParams(location.search) };
  if (!foot || before.path !== heard.path) return;
  const said = Object.entries(JSON.parse(foot.dataset.choices)).flatMap(([name, [label, words]]) => {
    const value = (heard.chosen.get(name) || "").replace(/^-$/, ""), shown = words[value] || value;
    return value === (before.chosen.get(name) || "") || !shown ? [] : [`${label} ${shown}`];
  });
  if (said.length) spoken.textContent = `已选择：${said.join("，")}。`;
};
for (const event of ["sihui:address", "popstate"]) window.addEventListener(event, sayChoice);
/* The keyboard goes past the map, to the first table or list behind it. */
const FOLLOWS = 4;  // Node.DOCUMENT_POSITION_FOLLOWING
document.addEventListener("click", (event) => {
  if (!event.target.closest || !event.target.closest("[data-skip]")) return;
  event.preventDefault();
  const [frame] = mapFrames(), isBehind = (one) => !frame || frame.compareDocumentPosition(one) & FOLLOWS;
  const behind = ["table.data", "ul.targets", ".section"].map((what) => [...document.querySelectorAll(what)].find(isBehind));
  const target = behind.find(Boolean);
  if (!target) return;
  target.tabIndex = -1;
  target.focus();
});
/* The menu of a telephone covers the page that was chosen in it. */
document.addEventListener("click", (event) => {
  if (!event.target.closest || !event.target.closest("[data-testid='stSidebarNavLink']")) return;
  window.setTimeout(() => {
    const close = document.querySelector("[data-testid='stSidebarCollapseButton'] button[aria-expanded='true']");
    if (close) close.click();
  }, CHOSEN_MS);
});
document.addEventListener("click", (event) => {
  if (event.target.closest && event.target.closest("[data-print]")) { event.preventDefault(); window.print(); }
});

/* On paper a map is as it stands on the screen, scaled to the sheet: its script no longer runs. */
const SHEET_PX = 718;  // 190 mm, what 10 mm margins leave of A4
window.addEventListener("beforeprint", () => {
  for (const frame of mapFrames()) {
    const { offsetWidth: width, offsetHeight: height } = frame, share = Math.min(1, SHEET_PX / width);
    frame.dataset.onScreen = frame.getAttribute("style") || "";
    frame.style.cssText += `width: ${width}px !important; height: ${height}px !important; max-width: none;
      transform: scale(${share}); transform-origin: 0 0; margin-bottom: ${height * (share - 1)}px; margin-right: ${width * (share - 1)}px;`;
  }
});
window.addEventListener("afterprint", () => {
  for (const frame of mapFrames()) if (frame.dataset.onScreen !== undefined) frame.setAttribute("style", frame.dataset.onScreen);
});
