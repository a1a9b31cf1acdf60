// A window over the page takes the focus, keeps it while it is open, and gives it back to where it
// was; the browser closes it by Escape.
const WINDOW = "[popover]:is(.dialog, .palette)";
const STOPS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]";
const from = new WeakMap(); // window -> what had the focus before

const stops = (window) =>
  [...window.querySelectorAll(STOPS)].filter(
    (each) => !each.disabled && each.tabIndex >= 0 && each.checkVisibility(),
  );

document.addEventListener(
  "beforetoggle",
  ({ target, newState }) => {
    if (newState === "open" && target.matches(WINDOW)) from.set(target, document.activeElement);
  },
  true,
);

document.addEventListener(
  "toggle",
  ({ target, newState }) => {
    if (!target.matches(WINDOW)) return;
    if (newState === "open") enter(target);
    else leave(target);
  },
  true,
);

function enter(window) {
  if (window.contains(document.activeElement)) return;
  const first = window.querySelector("[autofocus]") ?? stops(window)[0] ?? window;
  if (first === window) window.tabIndex = -1;
  first.focus();
}

// Somebody who went on elsewhere stays there.
function leave(window) {
  const active = document.activeElement;
  if (active === document.body || window.contains(active)) from.get(window)?.focus();
}

document.addEventListener("keydown", (event) => {
  const window = event.key === "Tab" && document.querySelector(`${WINDOW}:popover-open`);
  if (!window) return;
  const all = stops(window);
  const [first, last] = [all[0], all.at(-1)];
  const { activeElement: at } = document;
  const turns = !window.contains(at) || at === (event.shiftKey ? first : last) || at === window;
  if (!turns) return;
  event.preventDefault();
  (event.shiftKey ? last : first)?.focus();
});
