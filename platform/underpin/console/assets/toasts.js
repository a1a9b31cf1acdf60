// Short news at the edge of the page. They wait while they are pointed at or focused, and those
// that say what went wrong stay until they are closed.
const LASTS = 6000;
const region = () => document.querySelector("[data-toasts]");

export function toast(text, level = "done") {
  const shape = document.querySelector("template[data-toast]").content.firstElementChild;
  const one = shape.cloneNode(true);
  one.classList.add(`alert-${level}`);
  one.querySelector("[data-text]").textContent = text;
  one.setAttribute("role", level === "error" ? "alert" : "status");
  region().append(one);
  start(one, level);
  return one;
}

function start(one, level) {
  one.querySelector("[data-close]").addEventListener("click", () => one.remove());
  if (level === "error") return;
  let timer = setTimeout(() => one.remove(), LASTS);
  const wait = () => clearTimeout(timer);
  const goOn = () => (timer = setTimeout(() => one.remove(), LASTS));
  for (const event of ["pointerenter", "focusin"]) one.addEventListener(event, wait);
  for (const event of ["pointerleave", "focusout"]) one.addEventListener(event, goOn);
}
