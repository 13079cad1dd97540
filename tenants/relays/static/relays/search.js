// Searches while one types: fetches the list alone and puts it in place. Without it a button does the same.
// Around the field: data-live-search (where the list comes from) and data-live-target (the id of what it fills).
(() => {
  "use strict";

  // The browser reads the answer as a document itself: no text is ever made into markup here.
  const documentAt = (address, done) => {
    const request = new XMLHttpRequest();
    request.open("GET", address);
    request.responseType = "document";
    request.addEventListener("load", () => {
      // Elsewhere means one was signed out: the page's own button leads to the sign-in.
      if (request.status === 200 && request.responseURL === address) done(request.response);
    });
    request.send();
    return request;
  };

  const watch = (place) => {
    const input = place.querySelector("input[type=search]");
    const target = document.getElementById(place.dataset.liveTarget);
    if (!input || !target) return;
    let timer = 0;
    let asked = input.value;
    let running = null;

    const search = () => {
      const typed = input.value;
      if (typed === asked) return;
      asked = typed;
      if (running) running.abort();
      const address = new URL(place.dataset.liveSearch, location.href);
      address.searchParams.set("q", typed);
      running = documentAt(address.href, (page) => target.replaceChildren(...page.body.childNodes));
      running.addEventListener("error", () => {
        asked = null;
      });
    };

    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(search, 150);
    });
    input.addEventListener("keydown", (event) => {
      const first = target.querySelector("li a, li button");
      if (event.key === "ArrowDown" && first) {
        event.preventDefault();
        first.focus();
      } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && !place.matches("form")) {
        event.preventDefault();
        search();
      }
    });
    target.addEventListener("keydown", (event) => {
      if (event.key === "Escape") input.focus();
    });
  };

  document.querySelectorAll("[data-live-search]").forEach(watch);
})();
