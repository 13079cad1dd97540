// Whose page this is. Before a form leaves a page opened a while ago, the session is asked for: if it is over, one signs in
// again in a small window and the form leaves then; if somebody else signed in, the page goes at once. Locking or signing
// out in one tab empties the others. Without this script the server keeps what was sent (kept.html).
(() => {
  "use strict";
  const root = document.querySelector("[data-session]");
  if (!root) return;
  const FRESH = 60000; // milliseconds for which an answer is believed
  const mine = root.dataset.who;
  const channel = "BroadcastChannel" in window ? new BroadcastChannel("tess.session") : null;
  let asked = Date.now();
  let waiting = null; // the form that waits for a new sign-in, and its button
  let passing = null; // the form let through
  let dialog = null;

  const leave = () => {
    document.title = "TeSS";
    document.body.replaceChildren();
    location.replace(root.dataset.leave);
  };

  // What the host says of the session: {who, locked, token}; null when it can't be asked.
  const ask = async () => {
    try {
      const answer = await fetch(root.dataset.presence, { cache: "no-store", headers: { Accept: "application/json" } });
      if (!answer.ok) return null;
      asked = Date.now();
      return await answer.json();
    } catch {
      return null;
    }
  };

  const renew = (token) => {
    for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = token;
  };

  const pass = (form, button) => {
    passing = form;
    form.requestSubmit(button && button.isConnected ? button : null);
    passing = null;
  };

  const goOn = (found) => {
    if (found.token) renew(found.token);
    if (dialog && dialog.open) dialog.close();
    const left = waiting;
    waiting = null;
    if (left && left.form.isConnected) pass(left.form, left.button);
  };

  const look = (found) => {
    if (!found) return "unknown";
    if (found.locked || (found.who && found.who !== mine)) {
      leave();
      return "left";
    }
    return found.who ? "here" : "over";
  };

  const offer = () => {
    if (!dialog) {
      const template = root.querySelector("template");
      dialog = template.content.firstElementChild.cloneNode(true);
      document.body.append(dialog);
      dialog.querySelector("[data-again]").addEventListener("click", () => {
        window.open(root.dataset.back, "tess-revenir", "popup,width=560,height=820");
      });
      dialog.querySelector("[data-later]").addEventListener("click", () => dialog.close());
      dialog.addEventListener("close", () => {
        waiting = null;
      });
    }
    if (!dialog.open) dialog.showModal();
  };

  const check = async () => {
    const found = await ask();
    const state = look(found);
    if (state === "over") offer();
    if (state === "here") goOn(found);
  };

  document.addEventListener(
    "submit",
    async (event) => {
      const form = event.target;
      if (form === passing || !(form instanceof HTMLFormElement)) return;
      if (form.matches("[data-leaves]")) {
        if (channel) channel.postMessage({ kind: "leaving" });
        return;
      }
      if (form.method !== "post" || Date.now() - asked < FRESH) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const button = event.submitter;
      const found = await ask();
      const state = look(found);
      if (state === "over") {
        offer();
        waiting = { form, button };
      } else if (state !== "left") {
        if (found) renew(found.token);
        pass(form, button);
      }
    },
    true,
  );

  // The tab that locks or signs out tells the others, which empty themselves and go once it is done.
  const follow = async (tries) => {
    document.body.hidden = true;
    const found = await ask();
    if (found && !found.who) leave();
    else if (tries > 0) setTimeout(() => follow(tries - 1), 300);
    else document.body.hidden = false;
  };

  if (channel) {
    channel.addEventListener("message", (event) => {
      if (event.data.kind === "leaving") follow(10);
      else if (event.data.kind === "back" && event.data.who !== mine) leave();
      else if (event.data.kind === "back") check();
    });
  }

  document.addEventListener("tess:signed-out", () => {
    if (!(dialog && dialog.open)) check();
  });
  document.addEventListener("htmx:responseError", (event) => {
    if ([401, 403].includes(event.detail.xhr.status)) check();
  });
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    document.body.hidden = true; // taken out of the browser's memory: is it still this person's?
    ask().then((found) => {
      if (found && found.who === mine) document.body.hidden = false;
      else leave();
    });
  });
  document.addEventListener("visibilitychange", async () => {
    if (document.visibilityState !== "visible" || Date.now() - asked < FRESH) return;
    look(await ask());
  });
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || !event.shiftKey || event.code !== "KeyL") return;
    const form = root.querySelector("form[data-chord]");
    event.preventDefault();
    form.requestSubmit();
  });

  const summary = root.querySelector("details.elsewhere > summary");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !summary.parentElement.open) return;
    summary.parentElement.open = false;
    summary.focus();
  });
})();
