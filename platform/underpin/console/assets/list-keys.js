// The keyboard: j and k move between rows, Enter opens (a row's focus is its link), and every
// element with data-key answers to that key.
const links = () => [...document.querySelectorAll(".row-link")];
const MOVES = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

function move(step) {
  const all = links();
  if (!all.length) return false;
  const at = all.indexOf(document.activeElement);
  const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step;
  const link = all[Math.min(Math.max(next, 0), all.length - 1)];
  link.focus();
  link.closest("[data-row]")?.scrollIntoView({ block: "nearest" });
  return true;
}

function press(key) {
  const target = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!target) return false;
  if (target.matches("select, input")) target.focus();
  else target.click();
  return true;
}

const typing = (target) => target.closest("input, textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const step = MOVES[event.key];
  const arrow = event.key.startsWith("Arrow");
  if (arrow && !event.target.matches(".row-link")) return;
  if (step ? move(step) : press(event.key.toLowerCase())) event.preventDefault();
});

// The reply key brings the writer straight into the text.
document.querySelector('a[href="#composer"]')?.addEventListener("click", () => {
  setTimeout(() => document.querySelector("#composer textarea")?.focus());
});

for (const hint of document.querySelectorAll("[data-needs-script]")) hint.hidden = false;
