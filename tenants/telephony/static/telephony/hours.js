// Says the hours in words while one chooses them. Without this file they are said once saved.
(() => {
  "use strict";

  const place = document.querySelector("[data-hours]");
  if (!place) return;
  const target = place.querySelector(".hours-said");
  let timer = 0;
  let running = null;

  // The browser reads the answer as a document itself: no text is ever made into markup here.
  const say = () => {
    if (running) running.abort();
    const address = new URL(place.dataset.hours, location.href);
    for (const [name, value] of new FormData(place.closest("form"))) {
      const field = place.querySelector(`[name="${CSS.escape(name)}"]`);
      if (field && value) address.searchParams.append(name, value);
    }
    const request = new XMLHttpRequest();
    request.open("GET", address.href);
    request.responseType = "document";
    request.addEventListener("load", () => {
      // elsewhere means one was signed out: saving says so
      if (request.status === 200 && request.responseURL === address.href) target.replaceChildren(...request.response.body.childNodes);
    });
    request.send();
    running = request;
  };

  place.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(say, 250);
  });
})();
