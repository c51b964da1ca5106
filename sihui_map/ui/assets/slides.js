/* The presentation: arrow keys and a clicker turn its pages, 1 to 9 go to one, O shows all of them,
   Q asks and comes back, N opens the speaker's window, B makes the screen black, F fills it. */
"use strict";
const TURN = { ArrowRight: "next", ArrowDown: "next", PageDown: "next", " ": "next", Enter: "next",
  ArrowLeft: "back", ArrowUp: "back", PageUp: "back", Home: "first", End: "last" };
const BUTTON_MS = 3000, AGAIN_MS = 3000, GIVE_UP_MS = 20000, LOOK_MS = 20;
const SETTLED_MS = 150;  // a field that gave its list away takes the focus back first
/* A slide is drawn for 1920 × 1080 and shown as large as the screen holds it. */
const sizeSlide = () => {
  const share = Math.min(window.innerWidth / 1920, window.innerHeight / 1080);
  document.documentElement.style.setProperty("--shrunk", Math.min(share, 2).toFixed(3));
};
window.addEventListener("resize", sizeSlide);
sizeSlide();
const isPresenting = () => document.querySelector(".st-key-present") !== null;
const slideMark = () => document.querySelector("[data-slide]");
/* Keys belong to the slide again: the map or a field had them. */
function toSlide() {
  if (!isPresenting()) return;
  if (document.activeElement && document.activeElement !== document.body) document.activeElement.blur();
  window.focus();
}
/* Do what a key means on a slide; tell whether it means anything. */
function turnSlide(pressed) {
  if (!isPresenting()) return false;
  const key = pressed.toLowerCase(), turn = TURN[pressed] || (/^[1-9]$/.test(key) ? Number(key) : 0);
  if (key === "b" || key === ".") { document.body.classList.toggle("dark-screen"); return true; }
  if (key === "f") { if (document.documentElement.requestFullscreen) document.documentElement.requestFullscreen(); return true; }
  if (key === "o" || (key === "escape" && isOverview())) { showOverview(!isOverview()); return true; }
  if (key === "n") { window.open(speakerAddress(), "sihui-notes", "width=1000,height=760"); return true; }
  if (key === "q") { wishFor("ask", performance.now() + BUTTON_MS); return true; }
  if (!turn) return false;
  wishFor(turn, performance.now() + BUTTON_MS);
  return true;
}
/* Where the presenter wants to be. The server draws one slide after the other, and a press while it
   draws would be lost: so a press moves the wish, and numbers are pressed until its slide is shown.
   The foot, which tells the number, may itself still be on its way. */
let wish = null, asked = null;
function wishFor(turn, until) {
  document.body.classList.remove("dark-screen");
  showOverview(false);
  const mark = slideMark();
  if (!mark) {
    if (isPresenting() && performance.now() < until) requestAnimationFrame(() => wishFor(turn, until));
    return;
  }
  const last = Number(mark.dataset.of), from = wish ? wish.to : Number(mark.dataset.slide);
  const to = { next: from + 1, back: from - 1, first: 1, last, ask: Number(mark.dataset.ask) || from }[turn] ?? turn;
  if (to > last && turn !== "next") return;  // the ninth of seven
  const isNew = !wish;
  wish = { to: Math.min(Math.max(to, 1), last), until: performance.now() + GIVE_UP_MS };
  if (isNew) fulfil();
}
/* The button of a slide says its number, whatever the server has drawn meanwhile: asked for twice it
   leads to the same, as 下一页 would not. */
const wayTo = (to) => document.querySelectorAll(".st-key-present_to button")[to - 1];
function fulfil() {
  const mark = slideMark(), now = performance.now();
  const at = mark ? Number(mark.dataset.slide) : 0;
  // What was asked for comes, even where the wish has gone back meanwhile to the slide that is shown.
  const isComing = asked && at !== asked.to && now < asked.again;
  if (!wish || !isPresenting() || (at === wish.to && !isComing) || now > wish.until) { wish = asked = null; return; }
  if (mark && !isComing && at !== wish.to) {
    const button = wayTo(wish.to);
    if (button && !button.disabled) { asked = { to: wish.to, again: now + AGAIN_MS }; button.click(); }
  }
  window.setTimeout(fulfil, LOOK_MS);
}
window.addEventListener("popstate", () => { wish = asked = null; });
/* All slides at a glance: the one that is shown has the keyboard, arrows lead from one to the next. */
const isOverview = () => document.body.classList.contains("all-slides");
const slideCards = () => [...document.querySelectorAll(".slides button")];
function showOverview(isShown) {
  if (isShown === isOverview() || (isShown && !slideCards().length)) return;
  document.body.classList.toggle("all-slides", isShown);
  if (!isShown) { toSlide(); return; }
  const at = slideMark() ? slideMark().dataset.slide : "1";
  for (const card of slideCards()) {
    if (card.dataset.to === at) { card.setAttribute("aria-current", "true"); card.focus(); } else card.removeAttribute("aria-current");
  }
}
function walkOverview(event) {
  const cards = slideCards(), at = cards.indexOf(document.activeElement);
  if (!/^Arrow/.test(event.key) || at < 0) return false;
  const top = (one) => one.getBoundingClientRect().top, wide = cards.filter((one) => top(one) === top(cards[0])).length;
  const to = cards[at + { ArrowRight: 1, ArrowLeft: -1, ArrowDown: wide, ArrowUp: -wide }[event.key]];
  if (to) to.focus();
  return true;
}
/* A second click on a button while the server draws would be lost as well. */
document.addEventListener("click", (event) => {
  const inside = (what) => event.isTrusted && event.target.closest && event.target.closest(what);
  const card = inside(".slides button"), button = inside("[class*='st-key-present_'] button");
  const numbers = [...document.querySelectorAll(".st-key-present_to button")];
  const turn = card ? Number(card.dataset.to) : button && (["next", "back"].find((one) => button.closest(`.st-key-present_${one}`)) || numbers.indexOf(button) + 1);
  if (!turn) return;
  event.preventDefault();
  event.stopPropagation();
  wishFor(turn, performance.now() + BUTTON_MS);
}, true);
document.addEventListener("keydown", (event) => {
  if (!(isPresenting() || isSpeaking()) || event.ctrlKey || event.altKey || event.metaKey) return;
  const inside = (what) => event.target.closest && event.target.closest(what);
  const field = inside("input, textarea, select, [role='combobox'], [role='listbox']");
  if (field) {  // while its list is open it has all keys but a clicker's, then only those that write
    const isOpen = field.getAttribute("aria-expanded") === "true";
    if (event.key === "Escape" || event.key === "Enter") window.setTimeout(toSlide, SETTLED_MS);
    if (!(isOpen ? /^Page/ : /^(Page|Arrow|Home|End)/).test(event.key)) return;
    toSlide();
  }
  if ((event.key === " " || event.key === "Enter") && inside("button, a")) return;
  const isDone = isSpeaking() ? sendKey(event.key) : (isOverview() && walkOverview(event)) || turnSlide(event.key);
  if (isDone) { event.preventDefault(); event.stopPropagation(); }
}, true);
document.addEventListener("click", (event) => {
  if (event.target.closest && event.target.closest("[role='option']")) window.setTimeout(toSlide, SETTLED_MS);
});

/* The speaker's window: notes of the slide that is shown, and a clock. Both windows are of one
   browser on one machine and talk over a channel of it: nothing goes over the network. */
const CLOCK_MS = 500, SECOND_MS = 1000, CLOCK = "sihui-clock";
const isSpeaking = () => document.querySelector(".st-key-present_notes") !== null;
const speakerAddress = () => {
  const to = new URL(location.href);
  to.searchParams.set("notes", "1");
  return to.href;
};
const ofSnapshot = new URLSearchParams(location.search).get("snapshot") || "";
const channel = window.BroadcastChannel ? new window.BroadcastChannel(`sihui-slides ${ofSnapshot}`) : { postMessage() {}, addEventListener() {} };
let toldSlide = "", noted = 1, linkedUntil = 0;
/* The slides say where they are whenever that changes, and again to who asks. */
const tellSlide = (again) => {
  const mark = isPresenting() && slideMark();
  if (!mark || (mark.dataset.slide === toldSlide && again !== true)) return;
  toldSlide = mark.dataset.slide;
  channel.postMessage({ at: Number(toldSlide) });
};
/* The notes turn at once; the slides follow, and say where they are. */
function showNote(number) {
  const notes = [...document.querySelectorAll("[data-note]")];
  if (!notes.length) return;
  noted = Math.min(Math.max(number, 1), notes.length);
  for (const note of notes) note.classList.toggle("shown", note.dataset.note === String(noted));
}
function sendKey(pressed) {
  const key = pressed.toLowerCase(), count = document.querySelectorAll("[data-note]").length, turn = TURN[pressed];
  const to = { next: noted + 1, back: noted - 1, first: 1, last: count }[turn] ?? (/^[1-9]$/.test(key) ? Number(key) : 0);
  if (to > count && !turn) return false;
  if (to || turn) { showNote(to); channel.postMessage({ to: noted }); return true; }
  if (!/^[boq.]$/.test(key)) return false;
  channel.postMessage({ key });
  return true;
}
channel.addEventListener("message", ({ data }) => {
  if (isPresenting()) {
    if (data.ask) tellSlide(true);
    if (data.to) wishFor(data.to, performance.now() + BUTTON_MS);
    if (data.key) turnSlide(data.key);
  } else if (isSpeaking() && data.at) {
    linkedUntil = Date.now() + 3 * SECOND_MS;
    if (data.at !== noted || !document.querySelector("[data-note].shown")) showNote(data.at);
  }
});
/* The clock stands in this browser, so that a window opened anew goes on where the last one was. */
const readClock = () => {
  try { return JSON.parse(window.localStorage.getItem(CLOCK)) || { passed: 0, since: 0 }; } catch { return { passed: 0, since: 0 }; }
};
const passedMs = (clock) => clock.passed + (clock.since ? Date.now() - clock.since : 0);
function pressClock(what) {
  const clock = readClock(), now = Date.now();
  const next = what === "reset" ? { passed: 0, since: clock.since ? now : 0 }
    : { passed: passedMs(clock), since: clock.since ? 0 : now };
  window.localStorage.setItem(CLOCK, JSON.stringify(next));
  showClock();
}
const say = (one, words) => { if (one && one.textContent !== words) one.textContent = words; };
function showClock() {
  const clock = readClock(), seconds = Math.floor(passedMs(clock) / SECOND_MS), two = (part) => String(part).padStart(2, "0");
  say(document.querySelector("[data-clock]"), `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`);
  say(document.querySelector("[data-timer='toggle']"), clock.since ? "停止" : "开始");
  say(document.querySelector("[data-linked]"), Date.now() < linkedUntil ? "与汇报窗口同步" : "没有连上汇报窗口");
}
document.addEventListener("click", (event) => {
  const button = event.target.closest && event.target.closest("[data-timer]");
  if (button) pressClock(button.dataset.timer);
});
window.setInterval(() => {
  if (!isSpeaking()) { tellSlide(); return; }
  if (!document.querySelector("[data-note].shown")) showNote(Number(new URLSearchParams(location.search).get("slide")) || noted);
  channel.postMessage({ ask: true });
  showClock();
}, CLOCK_MS);
new MutationObserver(tellSlide).observe(document.documentElement, { childList: true, subtree: true });
