// Who opened a ticket has seen it, and says so once it is before their eyes: looking at a page
// changes nothing by itself. They are said to be there for as long as they are.
const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content;
const PULSE = 20000;
let beating = 0;

const send = (method, path, body) =>
  fetch(path, {
    method,
    keepalive: true,
    headers: { "X-CSRF-Token": meta("csrf"), "Content-Type": "application/json" },
    body: body && JSON.stringify(body),
  }).catch(() => {});

const ticket = () => document.querySelector("#ticket-head")?.dataset.live;
const typing = () => document.activeElement?.matches("#composer textarea") ?? false;

function beat() {
  const name = ticket();
  if (name && !document.hidden)
    send("PUT", `/api/v1/tickets/${name}/presence`, { doing: typing() ? "typing" : "looking" });
}

export function opened() {
  clearInterval(beating);
  const name = ticket();
  if (!name || !document.querySelector("[data-looking]")) return;
  send("PUT", `/api/v1/tickets/${name}/seen`);
  beat();
  beating = setInterval(beat, PULSE);
}

opened();
