// One event stream for all tabs of the browser. It is open while any tab can be seen.
const LINGER = 5000; // a glance at another window closes nothing
const PATIENCE = 3000; // a stream that is back by then was never missed
const ports = new Map(); // port -> whether its tab can be seen
let url = "";
let stream = null;
let closing = 0;
let wait = 1000;
let missed = false;
let losing = 0;

const tell = (message) => {
  for (const port of ports.keys()) port.postMessage(message);
};

function open() {
  clearTimeout(closing);
  if (stream) return;
  stream = new EventSource(url);
  stream.onopen = () => {
    wait = 1000;
    clearTimeout(losing);
    losing = 0;
    if (missed) tell({ what: "reconnected" });
    missed = false;
  };
  stream.onmessage = (event) => tell(JSON.parse(event.data));
  stream.onerror = () => {
    missed = true;
    losing ||= setTimeout(tell, PATIENCE, { what: "lost" });
    if (stream?.readyState === EventSource.CLOSED) retry();
  };
}

// The browser itself gives up on an HTTP error; we come back, ever more slowly.
function retry() {
  stream = null;
  setTimeout(follow, wait);
  wait = Math.min(wait * 2, 60000);
}

function close() {
  stream?.close();
  stream = null;
  missed = true;
  clearTimeout(losing);
  losing = 0;
}

function follow() {
  if ([...ports.values()].some(Boolean)) open();
  else {
    clearTimeout(closing);
    closing = setTimeout(close, LINGER);
  }
}

self.onconnect = ({ ports: [port] }) => {
  port.onmessage = ({ data }) => {
    if (data.url) url = data.url;
    if (data.gone) ports.delete(port);
    else ports.set(port, data.visible);
    follow();
  };
};
