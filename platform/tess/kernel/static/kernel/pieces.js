// Small behaviours of the kit's pieces. Each page works without this file: what it opens in place is otherwise a page of
// its own, what it counts is otherwise said in the help, what it lets go away otherwise stays.
(() => {
  "use strict";

  const say = (name) => document.body.dataset[name] || "";

  // --- dialogs: a link marked data-dialog leads to a page; here its content opens over the one being read. Its form is
  // sent as any other, so that a refusal shows the page itself, with what to look at again. A link marked data-close stays.
  const opened = (address, content) => {
    const box = document.createElement("dialog");
    box.className = "dialog";
    const heading = content.querySelector("h1");
    if (heading) {
      heading.id = heading.id || "dialog-heading";
      heading.className = "h2";
      box.setAttribute("aria-labelledby", heading.id);
    }
    const close = document.createElement("button");
    close.type = "button";
    close.className = "btn quiet dialog-close";
    close.textContent = say("close");
    close.addEventListener("click", () => box.close());
    for (const form of content.querySelectorAll("form:not([action])")) form.action = address;
    box.append(close, ...content.childNodes);
    box.addEventListener("click", (event) => {
      if (event.target === box) box.close();
      const back = event.target.closest("a[data-close]");
      if (back) {
        event.preventDefault();
        box.close();
      }
    });
    box.addEventListener("close", () => box.remove());
    document.body.append(box);
    box.showModal();
    const first = box.querySelector("[autofocus], input:not([type=hidden]), select, textarea, form button") || close;
    first.focus();
    if (window.htmx) window.htmx.process(box);
  };

  const content = (page) => document.adoptNode(page.querySelector("[data-dialog-content]") || page.querySelector("main"));

  // The browser reads the answer as a document itself: no text is made into markup here.
  const open = (address) => {
    const request = new XMLHttpRequest();
    request.open("GET", address);
    request.responseType = "document";
    request.addEventListener("load", () => {
      const here = request.status === 200 && request.responseURL === address && request.response?.querySelector("main");
      if (here) opened(address, content(request.response));
      else location.assign(address); // the page itself says what is the matter
    });
    request.addEventListener("error", () => location.assign(address));
    request.send();
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-dialog]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    open(link.href);
  });

  // --- toasts: what went well says so over the page's foot, and leaves slowly unless one looks at it ------------------
  const STAYS = 12_000; // ms
  const STAYS_WITH_UNDO = 30_000;

  const leaveSlowly = (toast) => {
    let left = toast.querySelector("form") ? STAYS_WITH_UNDO : STAYS;
    let since = 0;
    let clock = 0;
    const go = () => {
      since = Date.now();
      clock = setTimeout(() => toast.remove(), left);
    };
    const stay = () => {
      clearTimeout(clock);
      left = Math.max(left - (Date.now() - since), 4000);
    };
    for (const name of ["pointerenter", "focusin"]) toast.addEventListener(name, stay);
    for (const name of ["pointerleave", "focusout"]) {
      toast.addEventListener(name, () => toast.matches(":hover, :focus-within") || go());
    }
    go();
  };

  const raise = (notes) => {
    const leaving = [...notes.querySelectorAll(".note.success[data-toast], .note.info[data-toast]")];
    if (!leaving.length) return;
    let place = document.querySelector(".toasts");
    if (!place) {
      place = document.createElement("div");
      place.className = "toasts";
      place.setAttribute("role", "status");
      document.body.append(place);
    }
    for (const toast of leaving) {
      const close = document.createElement("button");
      close.type = "button";
      close.className = "btn quiet toast-close";
      close.textContent = "×";
      close.setAttribute("aria-label", say("close"));
      close.addEventListener("click", () => toast.remove());
      toast.append(close);
      place.append(toast);
      leaveSlowly(toast);
    }
  };

  for (const notes of document.querySelectorAll(".notes")) raise(notes);
  document.addEventListener("htmx:oobAfterSwap", (event) => event.detail.target.matches(".notes") && raise(event.detail.target));

  // --- characters left: a field with maxlength and data-counter ------------------------------------------------------
  const count = (field) => {
    const words = document.getElementById(`${field.id}_counter`);
    if (!words) return;
    const left = field.maxLength - field.value.length;
    words.textContent = (left === 1 ? words.dataset.one : words.dataset.many).replace("{n}", left);
    words.classList.toggle("short", left <= field.maxLength / 10);
  };
  document.addEventListener("input", (event) => event.target.matches?.("[data-counter]") && count(event.target));
  document.querySelectorAll("[data-counter]").forEach(count);

  // --- files: dropped or chosen, named with their size, and refused here when too large to be sent --------------------
  const size = (bytes) => {
    const [unit, letter] = bytes < 1e6 ? [1e3, "ko"] : [1e6, "Mo"];
    return `${(bytes / unit).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })} ${letter}`;
  };
  document.addEventListener("change", (event) => {
    const drop = event.target.closest?.(".drop");
    if (!drop) return;
    const input = event.target;
    const files = [...input.files];
    const most = Number(input.dataset.most || 0);
    const large = most ? files.find((file) => file.size > most) : null;
    const words = drop.querySelector(".drop-files");
    words.textContent = files.map((file) => `${file.name} · ${size(file.size)}`).join(", ");
    input.setCustomValidity(large ? drop.dataset.tooLarge : "");
    drop.classList.toggle("full", files.length > 0);
    if (large) words.textContent += ` — ${drop.dataset.tooLarge}`;
  });
  for (const name of ["dragenter", "dragleave", "drop"]) {
    document.addEventListener(name, (event) => {
      const drop = event.target.closest?.(".drop");
      if (drop) drop.classList.toggle("over", name === "dragenter");
    });
  }

  // --- a form that goes on its way says so, and is not sent twice -----------------------------------------------------
  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (event.defaultPrevented || !button || !event.target.matches("[data-once]")) return;
    setTimeout(() => {
      button.disabled = true;
      button.classList.add("busy");
    });
  });
  addEventListener("pageshow", () => {
    for (const button of document.querySelectorAll("[data-once] .busy")) {
      button.disabled = false;
      button.classList.remove("busy");
    }
  });
})();
