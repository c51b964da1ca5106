/* What the frame of a map and the page around it say to each other, and how a map arrives.
   Inside of Streamlit it speaks the protocol of a component; the first frame of a cold open stands
   outside of it, has its map in it, and tells the page (first.js) what is clicked. */
"use strict";
window.sihuiFrame = (scene, { show, clear, take }) => {
  const MAPS = "../../../assets/maps/", ASK_AGAIN_MS = 700, LONGEST_WAIT_MS = 8000;
  const first = document.currentScript?.dataset.first;
  const { state } = scene;
  let said = 0, awaited = 0, told = 0, wanted = "", asked = null, isHeard = false;

  const tell = (type, more) => window.parent.postMessage({ type, ...more }, "*");
  const tellStreamlit = (type, more) => { if (!first) tell(`streamlit:${type}`, { isStreamlitMessage: true, ...more }); };
  const ready = () => tellStreamlit("componentReady", { apiVersion: 1 });
  const setHeight = (px) => {
    told = px;
    if (first) tell("sihui:height", { height: px }); else tellStreamlit("setFrameHeight", { height: px });
  };
  /* Say what stands here, and how large: the first frame gives way to one that stands like itself. */
  const drawn = () => {
    if (scene.map && (first || isHeard)) tell("sihui:drawn", { map: wanted, town: state.town, year: state.year, width: window.innerWidth, height: window.innerHeight });
  };

  function say() {
    said = Math.max(said + 1, Date.now());  // another one than whatever a frame before this one said
    if (first) tell("sihui:chosen", { town: state.town, year: state.year });
    else tellStreamlit("setComponentValue", { value: { town: state.town, year: state.year, n: said }, dataType: "json" });
    if (isHeard) awaited = said;
  }

  /* Draw the map at `address`, and no other: what was asked for before does nothing any more.
     What does not arrive is asked for again, with a sentence for whoever waits. */
  function want(address) {
    if (address === wanted) return;
    clear();
    wanted = address;
    load(address, 0);
  }

  function load(address, tries) {
    const script = document.createElement("script");
    const again = () => {
      if (address !== wanted || scene.map) return;
      wait("地图没有载入，正在重试。");
      window.setTimeout(load, Math.min(500 * 2 ** tries, LONGEST_WAIT_MS), address, tries + 1);
    };
    script.src = MAPS + address + (tries ? `&again=${tries}` : "");
    script.dataset.map = address;
    script.onload = () => {
      script.remove();
      if (address !== wanted) return;
      if (!scene.map) { again(); return; }
      wait("");
      if (asked) chooseAsAsked(); else show({});
      fetchComponent();
    };
    script.onerror = () => { script.remove(); again(); };
    document.head.append(script);
  }

  /* The script of a map asks whether it is still the one to be drawn. */
  const isWanted = (script) => !scene.map && script.dataset.map === wanted;

  /* The component's own script has nothing to do here but to be there: after the map. */
  function fetchComponent() {
    const later = document.querySelector("script[data-src]");
    if (!later) return;
    const script = document.createElement("script");
    script.src = later.dataset.src;
    later.replaceWith(script);
  }

  function wait(words) {
    const line = document.querySelector(".waiting") || scene.element("p", "waiting");
    line.setAttribute("role", "status");
    line.textContent = words;
    if (words) document.body.append(line); else line.remove();
  }

  /* On a cold open the address says what is chosen: draw at once, before the page tells us to.
     An older publication has a map of its own, of which this frame does not know. */
  function early(chosen) {
    const tag = document.querySelector("script[data-map]");
    if (!tag || wanted || chosen.has("snapshot")) return;
    asked = chosen;
    want(tag.dataset.map);
  }

  function chooseAsAsked() {
    const { board } = scene, measures = Object.keys(board.measures), year = Number(asked.get("year"));
    const plain = asked.get("measure") || "total";
    const found = [plain, `${asked.get("boundary") || "direct"}.${plain}`].find((id) => measures.includes(id));
    show({ town: asked.get("town"), measure: found || measures[0] || "",
      marks: asked.has("marks") ? [] : null,
      year: board.years.includes(year) ? year : board.years.at(-1) || null });
  }

  window.addEventListener("message", (event) => {
    if (event.source !== window.parent) return;
    const message = event.data || {};
    if (message.type === "streamlit:render" && message.args && message.args.state) {
      isHeard = true;
      asked = null;
      const { map: address, heard, ...next } = message.args.state;
      if (awaited && heard !== awaited) { delete next.town; delete next.year; }  // older than the last click
      want(address);
      show(next);
    }
    if (message.type === "sihui:select" && scene.map) take(message);
    if (message.type === "sihui:ask" && scene.map) {  // the page listens only now
      setHeight(told);
      if (said) tell("sihui:chosen", { town: state.town, year: state.year });
    }
    if (message.type === "sihui:address") early(new URL(message.href).searchParams);
  });

  /* Begin to speak: a first frame knows its map, another one asks for it until it is heard. */
  function open() {
    if (first) { wanted = first; return; }
    ready();
    const asking = window.setInterval(() => { if (isHeard) window.clearInterval(asking); else ready(); }, ASK_AGAIN_MS);
    tell("sihui:hello");
  }
  /* Show the map that stands in the first frame as the frame's address has it. */
  const begin = () => { asked = new URLSearchParams(window.location.hash.slice(1)); chooseAsAsked(); };

  return { open, begin, say, tell, drawn, setHeight, isWanted, standing: () => scene.map ? wanted : "" };
};
