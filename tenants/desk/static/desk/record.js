// Saves the record while one types: about a second after the last key, at most two after the first. One request at a
// time, in order. Closing waits for the request under way, so that the record never disagrees with itself.
// Without this file the buttons do the same.
(() => {
  "use strict";

  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const saved = document.getElementById("saved");
  const conflict = document.getElementById("conflict");
  const version = form.elements.namedItem("version");
  const PAUSE = 900; // ms after the last key
  const LONGEST = 1700; // ms after the first key not yet saved
  const RETRY = 4000; // ms

  let timer = 0;
  let since = 0; // when the first key not yet saved was pressed; 0: all is saved
  let last = 0; // when the last key was pressed
  let running = false;
  let stopped = false; // a conflict waits for a choice
  let leaving = null; // the button pressed while a request was under way

  const say = (text) => {
    const line = document.createElement("p");
    const strong = document.createElement("b");
    line.className = "saved waiting";
    strong.textContent = text;
    line.append(strong);
    saved.replaceChildren(line);
  };

  const fragment = (request) => {
    const page = request.response;
    return page && page.body ? page.body.firstElementChild : null;
  };

  const answered = (request, began) => {
    const found = fragment(request);
    if ((request.status === 200 || request.status === 422) && found && found.dataset.version) {
      version.value = found.dataset.version;
      saved.replaceChildren(found);
      since = last > began ? last : 0;
    } else if (request.status === 409 && found) {
      stopped = true;
      leaving = null;
      conflict.replaceChildren(found);
      found.scrollIntoView({ block: "nearest" });
    } else {
      say(request.status === 403 || request.status === 0 || request.status === 200 ? form.dataset.signedOut : form.dataset.unsaved);
      later(RETRY);
    }
  };

  const finished = () => {
    running = false;
    if (leaving) {
      const button = leaving;
      leaving = null;
      form.requestSubmit(button);
    } else if (since && !stopped && !timer) later(PAUSE);
  };

  const save = () => {
    timer = 0;
    if (running || stopped || !since) return;
    running = true;
    const began = performance.now();
    const request = new XMLHttpRequest();
    request.open("POST", form.dataset.autosave);
    request.responseType = "document";
    request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
    request.addEventListener("load", () => {
      answered(request, began);
      finished();
    });
    request.addEventListener("error", () => {
      say(form.dataset.unsaved);
      later(RETRY);
      finished();
    });
    request.send(new FormData(form));
  };

  const later = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  };

  const typed = () => {
    last = performance.now();
    if (!since) since = last;
    if (!stopped) later(Math.max(0, Math.min(PAUSE, since + LONGEST - performance.now())));
  };

  form.addEventListener("input", typed);
  form.addEventListener("change", typed);

  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    timer = 0;
    if (running) {
      event.preventDefault();
      leaving = event.submitter;
      return;
    }
    const keep = conflict.querySelector("[data-version]");
    if (keep && event.submitter && event.submitter.matches("[data-keep]")) version.value = keep.dataset.version;
    since = 0;
  });

  // Leaving with something unsaved: the browser asks.
  window.addEventListener("beforeunload", (event) => {
    if (since) event.preventDefault();
  });
})();
