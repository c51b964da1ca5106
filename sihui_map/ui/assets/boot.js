/* Tells Streamlit's front end where its server is, so that it connects at once instead of asking
   two addresses first, and that no other site may steer it. */
"use strict";
(() => {
  const base = new URL("..", document.currentScript.src).href.replace(/\/$/, "");
  window.__streamlit = {
    BACKEND_BASE_URL: base,
    MAIN_PAGE_BASE_URL: base,
    HOST_CONFIG: {
      allowedOrigins: [location.origin], useExternalAuthToken: false, enableCustomParentMessages: false,
      enforceDownloadInNewTab: false, metricsUrl: "", blockErrorDialogs: false,
    },
  };
})();
