// What changed elsewhere appears here. An event says only what changed; the page asks again for
// the parts it concerns, as the person who reads it.
const url = document.querySelector('meta[name="live"]').content;
const waiting = new Map(); // fragment name -> "running" or "again"

const concerned = (subject) =>
  [...document.querySelectorAll("[data-live]")].filter(
    (part) => !subject || part.dataset.live.split(" ").includes(subject),
  );

function heard({ what, subject }) {
  const lost = what === "lost";
  document.querySelector("[data-stale]").hidden = !lost;
  if (!lost) changed(subject);
}

function changed(subject) {
  for (const part of concerned(subject)) refresh(part.dataset.fragment);
}

async function refresh(name) {
  if (waiting.has(name)) {
    waiting.set(name, "again");
    return;
  }
  waiting.set(name, "running");
  try {
    const headers = { "X-Fragment": name, Accept: "text/html" };
    const answer = await fetch(location.href, { headers });
    if (answer.ok && !answer.redirected) swap(name, await answer.text());
    else heard({ what: "lost" });
  } finally {
    const again = waiting.get(name) === "again";
    waiting.delete(name);
    if (again) refresh(name);
  }
}

const find = (root, name) => root.querySelector(`[data-fragment="${CSS.escape(name)}"]`);

function swap(name, html) {
  const fresh = find(new DOMParser().parseFromString(html, "text/html"), name);
  const old = find(document, name);
  if (!fresh || !old) return;
  const kept = remember(old);
  old.replaceWith(document.adoptNode(fresh));
  restore(fresh, kept);
  document.dispatchEvent(new CustomEvent("underpin:swapped", { detail: fresh }));
}

const FIELDS = "input:not([type=hidden]), textarea, select";
const typed = (field) =>
  field.matches("select")
    ? [...field.options].some((option) => option.selected !== option.defaultSelected)
    : field.value !== field.defaultValue || field.checked !== field.defaultChecked;

// Where an element is found again: by its id, else as the link to the same place.
function pathOf(element) {
  if (element.id) return `#${CSS.escape(element.id)}`;
  if (element.matches("a[href]")) return `a[href="${CSS.escape(element.getAttribute("href"))}"]`;
  const owner = element.closest("[id]");
  return element.matches("summary") && owner ? `#${CSS.escape(owner.id)} > summary` : "";
}

function remember(root) {
  const active = root.contains(document.activeElement) ? document.activeElement : null;
  return {
    focus: active && pathOf(active),
    caret: active?.matches("input, textarea") ? [active.selectionStart, active.selectionEnd] : null,
    open: [...root.querySelectorAll("details[open][id]")].map((part) => part.id),
    fields: [...root.querySelectorAll(FIELDS)]
      .filter((field) => field.id && typed(field))
      .map(({ id, value, checked }) => ({ id, value, checked })),
  };
}

function restore(root, kept) {
  for (const id of kept.open) root.querySelector(`#${CSS.escape(id)}`)?.setAttribute("open", "");
  for (const { id, value, checked } of kept.fields) {
    const field = root.querySelector(`#${CSS.escape(id)}`);
    if (field) Object.assign(field, field.matches("[type=radio], [type=checkbox]") ? { checked } : { value });
  }
  const target = kept.focus && root.querySelector(kept.focus);
  target?.focus({ preventScroll: true });
  if (target && kept.caret?.[0] !== null && kept.caret) target.setSelectionRange(...kept.caret);
}

function listenShared() {
  const address = new URL("./live-worker.js", import.meta.url);
  const { port } = new SharedWorker(address, { name: url });
  const say = (message) => port.postMessage(message);
  port.onmessage = ({ data }) => heard(data);
  say({ url, visible: !document.hidden });
  document.addEventListener("visibilitychange", () => say({ visible: !document.hidden }));
  addEventListener("pagehide", () => say({ gone: true }));
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    say({ visible: true });
    changed();
  });
}

// Without shared workers each tab has a stream of its own, closed while it is hidden.
function listenAlone() {
  let stream = null;
  let missed = false;
  const open = () => {
    stream = new EventSource(url);
    stream.onmessage = (event) => heard(JSON.parse(event.data));
    stream.onerror = () => {
      missed = true;
      heard({ what: "lost" });
    };
    stream.onopen = () => {
      if (missed) heard({ what: "reconnected" });
      missed = false;
    };
  };
  const close = () => {
    stream?.close();
    stream = null;
    missed = true;
  };
  const follow = () => {
    if (document.hidden) close();
    else if (!stream) open();
  };
  document.addEventListener("visibilitychange", follow);
  addEventListener("pagehide", close);
  addEventListener("pageshow", follow);
  follow();
}

if (typeof SharedWorker === "function") listenShared();
else listenAlone();
