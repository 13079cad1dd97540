// The one door by which words from the server become part of a page: htmx passes through it. What comes is
// ours (same origin, nothing else is asked); scripts in it are dropped all the same, and the content policy refuses
// inline ones anyway. The policy's name is the only one the server's Content-Security-Policy allows.
const trustedFragment = (() => {
  "use strict";

  const scripts = /<script\b[^>]*>[\s\S]*?<\/script\s*>/gi;
  const createHTML = (html) => html.replace(scripts, "");
  if (!window.trustedTypes) return createHTML;
  const policy = window.trustedTypes.createPolicy("tess-fragments", { createHTML });
  return (html) => policy.createHTML(html);
})();
