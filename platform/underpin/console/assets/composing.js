// The composer keeps what is being written: on the server, so that it is there after a session that
// ended, on another machine, or when the writer comes back to the ticket.
const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content;
const WAITS = 1200;
const RETRIES = 10000;
const timers = new Map(); // address of a draft -> when it is saved

const kind = (form) => form.elements.audience?.value ?? "public";
const place = (form) => `/api/v1/tickets/${form.dataset.draft}/drafts/${kind(form)}`;

function save(form) {
  const path = place(form);
  const body = JSON.stringify({ body: form.elements.body.value });
  clearTimeout(timers.get(path));
  timers.set(path, setTimeout(put, WAITS, path, body, form));
}

async function put(path, body, form) {
  timers.delete(path);
  const headers = { "X-CSRF-Token": meta("csrf"), "Content-Type": "application/json" };
  const answer = await fetch(path, { method: "PUT", headers, body, keepalive: true }).catch(() => null);
  const written = Boolean(form.elements.body.value.trim());
  tell(form, "says", written && answer?.ok);
  tell(form, "lost", written && !answer?.ok);
  if (!answer?.ok && form.isConnected) timers.set(path, setTimeout(now, RETRIES));
}

function tell(form, what, so) {
  const part = form.querySelector(`[data-draft-${what}]`);
  if (part) part.hidden = !so;
}

// What was typed last is kept as well when the page is left, or as soon as the network is back.
function now() {
  for (const form of document.querySelectorAll("form[data-draft]")) {
    const path = place(form);
    if (!timers.has(path) && form.querySelector("[data-draft-lost]")?.hidden !== false) continue;
    clearTimeout(timers.get(path));
    put(path, JSON.stringify({ body: form.elements.body.value }), form);
  }
}
addEventListener("pagehide", now);
addEventListener("online", now);

document.addEventListener("input", ({ target }) => {
  const form = target.closest("form[data-draft]");
  if (form && target.name === "body") save(form);
});
// What is sent needs no draft any more. Another form leads away, or has the text drawn anew: what was
// typed goes before it.
document.addEventListener("submit", ({ target }) => {
  if (!target.matches("form[data-draft]")) return now();
  timers.forEach((timer) => clearTimeout(timer));
  timers.clear();
});
