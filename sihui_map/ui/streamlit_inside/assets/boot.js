/* Tells Streamlit's front end where its server is, so that it connects at once instead of asking
   two addresses first, and that no other site may steer it. */
"use strict";
(() => {
  // Streamlit changes the address without an event: say so, for whoever marks the selection.
  for (const name of ["pushState", "replaceState"]) {
    const change = history[name].bind(history);
    history[name] = (...words) => { change(...words); window.dispatchEvent(new Event("sihui:address")); };
  }
  // What a page needs first is run while the websocket opens (early.js).
  const Socket = window.WebSocket;
  window.WebSocket = class extends Socket {
    constructor(...given) {
      super(...given);
      window.sihuiSocket = true;
      window.dispatchEvent(new Event("sihui:socket"));
    }
  };
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
