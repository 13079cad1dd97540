// The small window in which one signed in again: it tells the page that waits, and closes.
(() => {
  "use strict";
  const place = document.querySelector("[data-back]");
  if (!place || !("BroadcastChannel" in window)) return;
  new BroadcastChannel("tess.session").postMessage({ kind: "back", who: place.dataset.back });
  setTimeout(() => window.close(), 150);
})();
