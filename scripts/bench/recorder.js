// Runs first in every document, also in the map's sandboxed frame. Clocks count from 1970, so
// that those of the page and of its frame can be subtracted from each other.
(() => {
  const now = () => performance.timeOrigin + performance.now();
  const bench = { first: {}, marks: {}, sent: [], received: [] };
  const mark = (where, name, time) => { if (!(name in where)) where[name] = time || now(); };
  const all = (selector) => [...document.querySelectorAll(selector)];
  const says = (selector, test) => all(selector).some((node) => test(node.textContent));
  // Our towns say what they are filled with; those of the peer (path.town) are filled.
  const towns = () => all("path[data-town], path.town");
  const fillOf = (path) => "town" in path.dataset ? path.dataset.fill : path.getAttribute("fill");
  const fills = () => towns().map(fillOf).join();
  const values = () => all(".town-label").map((label) => label.textContent).join();
  const painted = () => towns().filter((path) => fillOf(path) &&
    !["#f3f5f1", "url(#hatch-outside)"].includes(fillOf(path)) &&
    (path.getAttribute("d") || "").length > 4).length * (window.innerHeight > 100);
  const tests = {
    title: (wanted) => says("h1", (text) => text.includes(wanted)),
    panel: (wanted) => says(".section h2", (text) => text.includes(wanted)),
    ranking: (wanted) => says("caption",
      (text) => text.startsWith(wanted) && text.includes("排序")),
    chosen: (wanted) => says(".chosen-town", (text) => text.includes(wanted)),
    tip: (wanted) => says(".leaflet-tooltip", (text) => text.includes(wanted)),
    fills: (before) => towns().length > 0 && fills() !== before,
    values: (before) => values() !== before,
  };

  let wanted = {}, finish = () => {};
  const look = () => {
    let missing = 0;
    for (const [name, what] of Object.entries(wanted)) {
      if (name in bench.marks) continue;
      if (tests[name](what)) bench.marks[name] = now(); else missing += 1;
    }
    if (!missing) finish();
  };
  bench.arm = (next) => {
    wanted = { ...next };
    if ("fills" in wanted) wanted.fills = fills();
    if ("values" in wanted) wanted.values = values();
    const already = Object.keys(wanted).filter((name) => tests[name](wanted[name]));
    bench.marks = {}; bench.sent = []; bench.received = [];
    bench.done = new Promise((resolve) => { finish = resolve; setTimeout(resolve, 5000); });
    const mine = wanted;
    bench.done.then(() => { if (wanted === mine) wanted = {}; });
    return already;
  };
  bench.report = async () => {
    await bench.done;
    return { ...bench.marks, sent: bench.sent, received: bench.received };
  };
  new MutationObserver(look).observe(document,
    { subtree: true, childList: true, attributes: true, characterData: true });
  for (const name of ["mouseover", "click"]) {
    window.addEventListener(name, (event) => {
      if (name === "mouseover" && event.target.tagName !== "path") return;
      mark(bench.marks, name, performance.timeOrigin + event.timeStamp);
    }, true);
  }

  const Native = window.WebSocket;
  window.WebSocket = class extends Native {
    constructor(...given) {
      super(...given);
      mark(bench.first, "websocket asked");
      this.addEventListener("open", () => mark(bench.first, "websocket open"));
      this.addEventListener("message", () => {
        bench.received.push(now());
        mark(bench.first, "first message");
      });
    }
    send(...given) {
      bench.sent.push(now());
      mark(bench.first, "first sent");
      super.send(...given);
    }
  };
  window.addEventListener("message", (event) => {
    const { type, at } = event.data || {};
    if (type === "streamlit:render") mark(bench.first, "render message");
    // The frame of the first look is gone when the page is asked.
    if (type === "bench:painted") mark(bench.first, "first map", at);
  });

  // Painted = the task after the animation frame in which the page or the map is complete.
  bench.painted = new Promise((resolve) => {
    const poll = () => {
      const title = document.querySelector("h1");
      if (painted() === 13 || (title && title.getBoundingClientRect().height > 0)) {
        setTimeout(() => {
          mark(bench.first, "painted"); resolve(bench.first.painted);
          if (location.pathname.startsWith("/component/first/"))
            parent.postMessage({ type: "bench:painted", at: bench.first.painted }, "*");
        });
      } else { requestAnimationFrame(poll); }
    };
    requestAnimationFrame(poll);
  });
  bench.timeline = () => {
    const visit = performance.getEntriesByType("navigation")[0];
    const found = { ...bench.first, start: performance.timeOrigin };
    found["first byte"] = found.start + visit.responseStart;
    found["document read"] = found.start + visit.responseEnd;
    let scripts = 0, bytes = 0;
    for (const file of performance.getEntriesByType("resource")) {
      const name = new URL(file.name).pathname.split("/").pop();
      if (/^(index|map|leaflet|emissions|main|[\w.]*chunk)\b.*js$/.test(name)) {
        found[`${name} asked`] = found.start + file.startTime;
        found[`${name} read`] = found.start + file.responseEnd;
      }
      if (name.endsWith(".js")) { scripts += 1; bytes += file.transferSize; }
    }
    return { times: found, scripts, bytes };
  };
  bench.town = (code) => {
    const path = document.querySelector(`path[data-town="${code}"], path.town-${code}`);
    const box = path.getBoundingClientRect();
    const on = (x, y) => document.elementFromPoint(x, y) === path;
    let best = null;
    for (let row = 1; row < 12; row += 1) for (let column = 1; column < 12; column += 1) {
      const x = box.left + box.width * column / 12, y = box.top + box.height * row / 12;
      const free = [[0, 0], [4, 0], [-4, 0], [0, 4], [0, -4]].filter(([h, v]) => on(x + h, y + v));
      if (!on(x, y)) continue;
      if (!best || free.length > best.free) best = { x, y, free: free.length };
    }
    return best;
  };
  bench.middle = (selector) => {
    const box = document.querySelector(selector).getBoundingClientRect();
    return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
  };
  Object.defineProperty(window, "sihuiBench", { value: bench });
})();
