// Saves the record while one types: about a second after the last key, at most two after the first. One request at a
// time, in order. Any button first saves this way, so that a page is left only once its text is safe.
// Without this file the buttons do the same by themselves.
(() => {
  "use strict";

  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const saved = document.getElementById("saved");
  const conflict = document.getElementById("conflict");
  const version = form.elements.namedItem("version");
  const token = form.elements.namedItem("csrfmiddlewaretoken");
  const PAUSE = 900; // ms after the last key
  const LONGEST = 1700; // ms after the first key not yet saved
  const RETRY = 4000; // ms

  let timer = 0;
  let since = 0; // when the first key not yet saved was pressed; 0: all is saved
  let last = 0; // when the last key was pressed
  let running = false;
  let stopped = false; // a conflict waits for a choice
  let leaving = null; // the event of a button that waits for the text to be safe

  const say = (text) => {
    const line = document.createElement("p");
    const strong = document.createElement("b");
    line.className = "saved waiting";
    strong.textContent = text;
    line.append(strong);
    saved.replaceChildren(line);
  };

  // The browser reads the answer as a document itself: no text is ever made into markup here.
  const send = (method, address, body, done) => {
    const request = new XMLHttpRequest();
    request.open(method, address);
    request.responseType = "document";
    request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
    request.addEventListener("loadend", () => done(request));
    request.send(body);
  };

  const later = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  };

  const failed = (text) => {
    if (text === form.dataset.signedOut) document.dispatchEvent(new CustomEvent("tess:signed-out"));
    leaving = null;
    say(text);
    later(RETRY);
  };

  // Signed in again elsewhere, the page's token is an old one: ask for today's.
  const renew = () => {
    send("GET", location.pathname, null, (request) => {
      const found = request.response && request.response.querySelector("#record [name=csrfmiddlewaretoken]");
      if (request.status === 200 && found && found.value !== token.value) {
        token.value = found.value;
        later(0);
      } else failed(request.status === 401 ? form.dataset.signedOut : form.dataset.unsaved);
    });
  };

  const answered = (request, began) => {
    const found = request.response && request.response.body && request.response.body.firstElementChild;
    if ((request.status === 200 || request.status === 422) && found && found.dataset.version) {
      version.value = found.dataset.version;
      saved.replaceChildren(found);
      since = last > began ? last : 0;
    } else if (request.status === 409 && found) {
      stopped = true;
      leaving = null;
      conflict.replaceChildren(found);
      found.scrollIntoView({ block: "nearest" });
    } else if (request.status === 403) {
      leaving = null;
      renew();
    } else failed(request.status === 401 ? form.dataset.signedOut : form.dataset.unsaved);
  };

  const save = () => {
    clearTimeout(timer);
    timer = 0;
    if (running || stopped || !since) return;
    running = true;
    const began = performance.now();
    send("POST", form.dataset.autosave, new FormData(form), (request) => {
      running = false;
      answered(request, began);
      if (leaving) {
        const { submitter } = leaving;
        leaving = null;
        form.requestSubmit(submitter);
      } else if (since && !stopped && !timer) later(PAUSE);
    });
  };

  const typed = () => {
    last = performance.now();
    if (!since) since = last;
    if (!stopped) later(Math.max(0, Math.min(PAUSE, since + LONGEST - performance.now())));
  };

  form.addEventListener("input", typed);
  form.addEventListener("change", typed);

  form.addEventListener("submit", (event) => {
    const kept = conflict.querySelector("[data-version]");
    if (kept && event.submitter && event.submitter.matches("[data-keep]")) version.value = kept.dataset.version;
    if (stopped || (!since && !running)) {
      since = 0;
      return;
    }
    event.preventDefault();
    leaving = event;
    save();
  });

  // Leaving with something unsaved: the browser asks.
  window.addEventListener("beforeunload", (event) => {
    if (since) event.preventDefault();
  });
})();
