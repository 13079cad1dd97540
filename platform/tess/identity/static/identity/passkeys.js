// Passkeys: asks the browser to make one or to use one, and sends its answer with the form. Parts marked
// data-passkey-part are hidden until the browser is known to have passkeys.
//   form[data-passkey="create"][data-options], form[data-passkey="get"][data-options], form[data-passkey="get"][data-ask]
(() => {
  "use strict";

  if (!window.PublicKeyCredential || !navigator.credentials) {
    for (const part of document.querySelectorAll("[data-passkey-absent]")) part.hidden = false;
    return;
  }
  for (const part of document.querySelectorAll("[data-passkey-part]")) part.hidden = false;

  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-")
      .replace(/\//g, "_")
      .replace(/=+$/, "");
  const listed = (found) => (found || []).map((each) => ({ ...each, id: bytes(each.id) }));

  const asked = ({ publicKey }) => ({
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      ...(publicKey.user && { user: { ...publicKey.user, id: bytes(publicKey.user.id) } }),
      ...(publicKey.excludeCredentials && { excludeCredentials: listed(publicKey.excludeCredentials) }),
      ...(publicKey.allowCredentials && { allowCredentials: listed(publicKey.allowCredentials) }),
    },
  });

  const told = (credential) => {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[name]) response[name] = text(credential.response[name]);
    }
    return JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      authenticatorAttachment: credential.authenticatorAttachment,
      clientExtensionResults: credential.getClientExtensionResults(),
      response,
    });
  };

  const options = async (form) => {
    if (form.dataset.options) return JSON.parse(form.dataset.options);
    const answer = await fetch(form.dataset.ask, { headers: { "X-Requested-With": "XMLHttpRequest" } });
    return (await answer.json()).request_options;
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const failed = form.querySelector("[data-passkey-failed]");
    let answered = false;
    form.addEventListener("submit", async (event) => {
      if (answered) return;
      event.preventDefault();
      if (failed) failed.hidden = true;
      try {
        const wanted = asked(await options(form));
        const found = await navigator.credentials[form.dataset.passkey](wanted);
        form.querySelector("[name=credential]").value = told(found);
        answered = true;
        form.requestSubmit();
      } catch {
        if (failed) {
          failed.hidden = false;
          failed.focus();
        }
      }
    });
  }
})();
