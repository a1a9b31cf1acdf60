// One event stream for all tabs of the browser. It is open while any tab can be seen.
import { createStream } from "./live-stream.js";

const LINGER = 5000; // a glance at another window closes nothing
const ports = new Map(); // port -> whether its tab can be seen
let closing = 0;

const tell = (message) => {
  for (const port of ports.keys()) port.postMessage(message);
};
let stream = createStream(tell);

function close() {
  stream.close();
  if (ports.size === 0) stream = createStream(tell); // nobody is left who missed anything
}

function follow() {
  clearTimeout(closing);
  if ([...ports.values()].some(Boolean)) stream.open();
  else closing = setTimeout(close, LINGER);
}

self.onconnect = ({ ports: [port] }) => {
  port.onmessage = ({ data }) => {
    if (data.url) stream.join(data.url, data.since, (message) => port.postMessage(message));
    if (data.gone) ports.delete(port);
    else ports.set(port, data.visible);
    follow();
  };
};
