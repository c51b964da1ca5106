// As little of a browser as the scripts of the map and of the page ask for.
import { readFileSync } from "node:fs";
import vm from "node:vm";

const ASSETS = new URL("../../sihui_map/ui/assets/", import.meta.url);

export class Classes extends Set {
  contains(name) { return this.has(name); }
  remove(...names) { names.forEach((name) => this.delete(name)); }
  toggle(name, isOn = !this.has(name)) { if (isOn) this.add(name); else this.delete(name); return isOn; }
}

export class Fake {
  constructor(tag = "div", more = {}) {
    Object.assign(this, { tag, dataset: {}, classList: new Classes(), attributes: {}, children: [], style: {} }, more);
  }
  append(...parts) { this.children.push(...parts); }
  prepend(...parts) { this.children.unshift(...parts); }
  replaceChildren(...parts) { this.children = parts; }
  /* Every element below it, in order. */
  get below() { return this.children.flatMap((one) => one instanceof Fake ? [one, ...one.below] : []); }
  /* All that it says. */
  get says() { return this.children.length ? this.children.map((one) => one.says ?? one).join("") : this.textContent ?? ""; }
  querySelector(selector) { return this.children.find((one) => `.${one.className}` === selector) ?? null; }
  addEventListener(name, listener) { this[`on${name}`] = listener; }
  focus() { this.isFocused = true; }
  remove() { this.isGone = true; }
  setAttribute(name, value) { this.attributes[name] = value; }
  getAttribute(name) { return this.attributes[name] ?? null; }
  removeAttribute(name) { delete this.attributes[name]; }
  closest() { return null; }
  blur() {}
}

class Heard {
  listeners = {};
  addEventListener(name, listener) { (this.listeners[name] ??= []).push(listener); }
  say(name, event = {}) { (this.listeners[name] || []).forEach((listener) => listener(event)); }
}

/* Run a script of ours, or several one after the other; what it finds by a selector stands in `found`. */
export function run(name, { found = {}, currentScript = null, href = "http://127.0.0.1/emissions?town=1", width = 1366, Made = Fake, ...more } = {}) {
  const timers = [], frames = [], made = [];
  const document = Object.assign(new Heard(), {
    body: new Fake("body"), head: new Fake("head"), activeElement: null, currentScript,
    documentElement: new Fake("html", { style: { setProperty() {} } }),
    createElement: (tag) => { const one = new Made(tag); made.push(one); return one; },
    getElementById: (id) => found[`#${id}`] ?? null,
    querySelector: (selector) => [].concat(found[selector] ?? [])[0] ?? null,
    querySelectorAll: (selector) => [].concat(found[selector] ?? []),
  });
  const url = new URL(href);
  const location = { href, pathname: url.pathname, search: url.search, hash: url.hash, replace(to) { this.hash = to; } };
  const window = Object.assign(new Heard(), {
    innerWidth: width, innerHeight: 768, location, document, focus() {}, matchMedia: () => ({ matches: false }),
    setTimeout: (job, ms, ...args) => { timers.push({ ms, run: () => job(...args) }); return timers.length; },
    clearTimeout() {}, setInterval: () => 0, clearInterval() {},
    ...more,
  });
  window.parent ??= { said: [], postMessage(message) { this.said.push(message); } };
  const context = {
    window, document, location, URL, URLSearchParams, Object, performance: { now: () => 0 },
    requestAnimationFrame: (job) => frames.push(job), MutationObserver: class { observe() {} }, ...more,
  };
  vm.createContext(context);
  for (const each of [].concat(name)) {
    vm.runInContext(readFileSync(new URL(each, ASSETS), "utf8"), context);
    // In a browser what stands on the window is known by its name.
    for (const [key, value] of Object.entries(window)) if (key.startsWith("sihui")) context[key] = value;
  }
  const next = (queue) => { const job = queue.shift(); (job.run ?? job)(); };
  return { window, document, location, timers, made, nextFrame: () => next(frames), nextTimer: () => next(timers) };
}

/* Let every answer that is there be heard. */
export const heard = async () => { for (let turn = 0; turn < 8; turn += 1) await new Promise((done) => setImmediate(done)); };

export const key = (name, more = {}) => ({
  key: name, target: new Fake(), stopped: 0,
  preventDefault() { this.stopped += 1; }, stopPropagation() {}, ...more,
});
