// The keyboard: j and k move between rows, Enter opens (a row's focus is its link), x ticks, and
// every element with data-key answers to that key, those of the opened ticket first. Whoever speaks to
// their machine, or hits keys by accident, switches that off for their browser.
import { opened } from "./looking.js";

const KEPT = "underpin.keys";
const off = () => localStorage.getItem(KEPT) === "off";
const WINDOW = ":is(.dialog, .palette):popover-open"; // what lies behind does not answer

const links = () => [...document.querySelectorAll(".row-link")];
const MOVES = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };
const FIELDS = "input:not([type=hidden]), select, textarea, button";

function move(step) {
  const all = links();
  if (!all.length) return false;
  const current = document.querySelector("tr[aria-current] .row-link");
  const at = all.indexOf(all.includes(document.activeElement) ? document.activeElement : current);
  const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step;
  const link = all[Math.min(Math.max(next, 0), all.length - 1)];
  link.focus();
  link.closest("[data-row]")?.scrollIntoView({ block: "nearest" });
  return true;
}

function press(key) {
  const named = `[data-key="${CSS.escape(key)}"]`;
  const target = document.querySelector(`#peek ${named}`) ?? document.querySelector(named);
  if (!target) return false;
  if (target.matches("select, input:not([type=radio])")) target.focus();
  else target.click();
  if (target.matches("summary")) openedMenu(target.parentElement);
  if (target.matches("[type=radio]")) document.querySelector("#composer textarea")?.focus();
  return true;
}

const openedMenu = (menu) => setTimeout(() => menu.open && menu.querySelector(`form :is(${FIELDS})`)?.focus());

function tick() {
  const row = document.activeElement?.closest("[data-row]") ?? document.querySelector("tr[aria-current]");
  const box = row?.querySelector("[name=ticket]");
  box?.click();
  return Boolean(box);
}

const typing = (target) =>
  target.closest("textarea, select, [contenteditable], input:not([type=checkbox], [type=radio])");

// Escape leads out of a text, back to where the keys move.
function leave(field) {
  field.blur();
  document.querySelector("tr[aria-current] .row-link")?.focus({ preventScroll: true });
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.matches("#body, #q")) leave(event.target);
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (off() || document.querySelector(WINDOW)) return;
  const step = MOVES[event.key];
  const arrow = event.key.startsWith("Arrow");
  if (arrow && !event.target.matches(".row-link")) return;
  const key = event.key.toLowerCase();
  if (!step && event.repeat) return; // held down, a key does its thing once
  if (step ? move(step) : key === "x" ? tick() : press(key)) event.preventDefault();
});

// The reply key brings the writer straight into the text.
document.addEventListener("click", ({ target }) => {
  if (target.closest?.('a[href="#composer"]'))
    setTimeout(() => document.querySelector("#composer textarea")?.focus());
});

function counted() {
  const boxes = [...document.querySelectorAll("[name=ticket][form=bulk]")];
  const count = boxes.filter((box) => box.checked).length;
  const says = document.querySelector("[data-ticked]");
  if (says) says.textContent = count;
  const all = document.querySelector("[data-tick-all]");
  if (all) {
    all.checked = count > 0 && count === boxes.length;
    all.indeterminate = count > 0 && count < boxes.length;
  }
}

document.addEventListener("change", ({ target }) => {
  if (target.matches("[data-tick-all]"))
    for (const box of document.querySelectorAll("[name=ticket][form=bulk]")) box.checked = target.checked;
  if (target.matches("[name=ticket], [data-tick-all]")) counted();
  if (target.matches("#single-keys")) localStorage.setItem(KEPT, target.checked ? "on" : "off");
});
document.addEventListener("reset", () => setTimeout(counted));

function ready() {
  for (const hint of document.querySelectorAll("[data-needs-script]")) hint.hidden = false;
  const single = document.querySelector("#single-keys");
  if (single) single.checked = !off();
  counted();
}
ready();
document.addEventListener("underpin:swapped", ready);

// What was done in bulk is answered in place; the address stays that of the list.
const back = document.querySelector("[data-back]")?.dataset.back;
if (back && !location.pathname.endsWith("/list")) history.replaceState(null, "", back);

// The row of the ticket that stands beside the list.
document.addEventListener("htmx:afterSettle", ({ detail: { elt } }) => {
  if (elt.id !== "peek") return;
  const at = new URLSearchParams(location.search).get("open");
  for (const row of document.querySelectorAll("tr[data-row]"))
    row.toggleAttribute("aria-current", row.dataset.row === at);
  opened();
});
