/* Tells Streamlit's front end where its server is, so that it connects at once instead of asking
   two addresses first, and that no other site may steer it. */
"use strict";
(() => {
  // Streamlit changes the address without an event: say so, for whoever marks the selection.
  // Where the server only takes blank choices out of the address, that is no step of its own.
  const UNCHOSEN = "-";
  const tidy = (address) => {
    const url = new URL(address, location.href);
    for (const [name, value] of [...url.searchParams]) if (!value || value === UNCHOSEN) url.searchParams.delete(name);
    return url.href;
  };
  const push = history.pushState.bind(history), replace = history.replaceState.bind(history);
  const tell = () => window.dispatchEvent(new Event("sihui:address"));
  history.pushState = (state, unused, address) => {
    const isTidying = location.href !== tidy(location.href) && tidy(location.href) === tidy(address || "");
    (isTidying ? replace : push)(state, unused, address);
    tell();
  };
  history.replaceState = (...words) => { replace(...words); tell(); };
  // Until Streamlit has drawn something it does not know its pages, and answers Back with the page
  // it began with: till then where Back leads is loaded.
  // Later a page keeps what was chosen unless the address says otherwise: Back to where nothing was
  // chosen yet has to say so, before Streamlit reads the address.
  const CHOSEN = ["town", "year", "measure", "boundary", "plant", "forest"];
  let before = new URL(location.href), stands = false;
  window.addEventListener("sihui:address", () => { before = new URL(location.href); });
  window.addEventListener("popstate", (event) => {
    const now = new URL(location.href);
    stands ||= Boolean(document.querySelector("#root .stHtml"));
    if (!stands) {
      event.stopImmediatePropagation();
      location.reload();
      return;
    }
    const gone = CHOSEN.filter((name) => before.searchParams.get(name) && !now.searchParams.has(name));
    if (now.pathname === before.pathname && gone.length) {
      for (const name of gone) now.searchParams.set(name, UNCHOSEN);
      replace(history.state, "", now.href);
    }
    before = now;
  });
  // What a page needs first is run while the websocket opens (early.js).
  const Socket = window.WebSocket;
  window.WebSocket = class extends Socket {
    constructor(...given) {
      super(...given);
      window.sihuiSocket = true;
      window.dispatchEvent(new Event("sihui:socket"));
    }
  };
  /* Streamlit's own scripts wait until the map of the first look has been asked for. */
  const later = document.getElementById("later");
  if (later) document.body.append(later.content);
  const base = new URL("../..", document.currentScript.src).href.replace(/\/$/, "");
  window.__streamlit = {
    BACKEND_BASE_URL: base,
    MAIN_PAGE_BASE_URL: base,
    HOST_CONFIG: {
      allowedOrigins: [location.origin], useExternalAuthToken: false, enableCustomParentMessages: false,
      enforceDownloadInNewTab: false, metricsUrl: "", blockErrorDialogs: false,
    },
  };
})();
