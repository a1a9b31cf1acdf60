// What changed elsewhere appears here. An event says only what changed; htmx asks again for the
// parts it concerns, as the person who reads them.
import htmx from "./htmx.js";
import { AGAIN, createMemory, createStream } from "./live-stream.js";

const url = document.querySelector('meta[name="live"]').content;

const concerned = (subject) =>
  [...document.querySelectorAll("[data-live]")].filter(
    (part) => !subject || part.dataset.live.split(" ").includes(subject),
  );

// By preference the browser says what changed while no tab of ours can be seen.
const told = () => {
  const granted = "Notification" in window && Notification.permission === "granted";
  return granted && localStorage.getItem("underpin.telling") === "on";
};
// So does the bell of the staff, for whoever allowed it: then what is new has to be heard too.
const rings = () =>
  "Notification" in window && Notification.permission === "granted" && document.querySelector("#bell") !== null;
const NUMBER = /^[A-Z][A-Z0-9]*-[0-9]+$/;

function announce(subject) {
  if (!document.hidden || !NUMBER.test(subject ?? "") || !told()) return;
  const said = new Notification(document.title, { body: subject, tag: subject });
  said.onclick = () => {
    window.focus();
    location.assign(`/tickets/${subject}`);
  };
}

// What was heard while a part was on its way here has to be asked for once more.
const recent = createMemory();

function heard({ what, subject }) {
  if (what === "lost") return document.dispatchEvent(new Event("underpin:lost"));
  document.querySelector("[data-stale]").hidden = true;
  if (what === "found") return;
  recent.keep(subject);
  announce(subject);
  concerned(subject).forEach(refresh);
}

// While a part is asked for, later changes wait for one more question about it.
const asked = new Map(); // fragment name -> whether to ask again

function refresh(part) {
  const name = part.dataset.fragment;
  if (asked.has(name)) asked.set(name, true);
  else {
    asked.set(name, false);
    htmx.trigger(part, "underpin:changed");
  }
}

// The part that asked may have been exchanged already; the event comes to the body then.
document.addEventListener("htmx:afterRequest", ({ detail: { requestConfig } }) => {
  const name = requestConfig.elt.dataset.fragment;
  const again = asked.get(name);
  asked.delete(name);
  const part = again && document.querySelector(`[data-fragment="${CSS.escape(name)}"]`);
  if (part) setTimeout(refresh, 0, part);
});

const sent = new WeakMap(); // request -> when it was sent
document.addEventListener("htmx:beforeRequest", ({ detail: { requestConfig } }) => {
  sent.set(requestConfig, Date.now());
});
document.addEventListener("htmx:afterSettle", ({ detail: { elt, requestConfig } }) => {
  if (!requestConfig || requestConfig.triggeringEvent?.type === "underpin:changed") return;
  const missed = new Set(recent.since(sent.get(requestConfig)).flatMap(concerned));
  [...missed].filter((part) => elt.contains(part)).forEach(refresh);
});

function listenShared() {
  const address = new URL("./live-worker.js", import.meta.url);
  const { port } = new SharedWorker(address, { name: url, type: "module" });
  const say = (message) => port.postMessage(message);
  port.onmessage = ({ data }) => heard(data);
  const follow = () => say({ visible: !document.hidden || told() || rings() });
  say({ url, since: performance.timeOrigin, visible: !document.hidden || told() || rings() });
  document.addEventListener("visibilitychange", follow);
  document.addEventListener("underpin:telling", follow);
  addEventListener("pagehide", () => say({ gone: true }));
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    say({ visible: true });
    heard(AGAIN);
  });
}

// Without shared workers each tab has a stream of its own, closed while it is hidden.
function listenAlone() {
  const stream = createStream(heard);
  const follow = () => (document.hidden ? stream.close() : stream.open());
  stream.join(url, performance.timeOrigin, heard);
  document.addEventListener("visibilitychange", follow);
  addEventListener("pagehide", stream.close);
  addEventListener("pageshow", follow);
  follow();
}

// htmx takes the parts up when the page has all its modules; what is heard before asks for nothing.
const listen = typeof SharedWorker === "function" ? listenShared : listenAlone;
document.addEventListener("DOMContentLoaded", listen);
