// What changed elsewhere appears here. An event says only what changed; htmx asks again for the
// parts it concerns, as the person who reads them.
import htmx from "./htmx.js";

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

function heard({ what, subject }) {
  announce(subject);
  if (what === "lost") document.dispatchEvent(new Event("underpin:lost"));
  else {
    document.querySelector("[data-stale]").hidden = true;
    concerned(subject).forEach(refresh);
  }
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

function listenShared() {
  const address = new URL("./live-worker.js", import.meta.url);
  const { port } = new SharedWorker(address, { name: url });
  const say = (message) => port.postMessage(message);
  port.onmessage = ({ data }) => heard(data);
  const follow = () => say({ visible: !document.hidden || told() || rings() });
  say({ url, visible: !document.hidden || told() });
  document.addEventListener("visibilitychange", follow);
  document.addEventListener("underpin:telling", follow);
  addEventListener("pagehide", () => say({ gone: true }));
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    say({ visible: true });
    heard({ what: "reconnected" });
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
