// Ctrl-K finds anything. The letters stay in the field; arrows choose, Enter goes, Escape closes.
import { offer } from "./doings.js";
import htmx from "./htmx.js";

const palette = document.querySelector("#palette");
const field = palette?.querySelector("[role=combobox]");
const goals = () => [...palette.querySelectorAll("[role=option]")];
const wayOf = (goal) => goal.href ?? goal.id;
// Goals that are shown may be those of earlier letters: whoever goes waits for their own.
let finding = false;
let going = false;
let kept = ""; // where somebody moved to while more is on its way

function open() {
  palette.showPopover();
  field.value = "";
  field.focus();
  ask();
  htmx.trigger(field, "underpin:find");
}

function ask() {
  finding = true;
  going = false;
  kept = "";
}

function found({ detail: { requestConfig } }) {
  offer(palette, field.value);
  choose(goals().find((goal) => wayOf(goal) === kept) ?? goals()[0]);
  if (requestConfig.parameters.q !== field.value) return;
  finding = false;
  if (going) chosen()?.click();
}

function failed() {
  finding = false;
  going = false;
}

function choose(one) {
  for (const each of goals()) each.setAttribute("aria-selected", String(each === one));
  field.setAttribute("aria-activedescendant", one?.id ?? "");
  one?.scrollIntoView({ block: "nearest" });
}

const chosen = () => palette.querySelector('[aria-selected="true"]');

function move(step) {
  const all = goals();
  const at = all.indexOf(chosen());
  const next = all[(at + step + all.length) % all.length];
  choose(next);
  kept = next ? wayOf(next) : "";
}

function go() {
  if (finding && !kept) going = true;
  else chosen()?.click();
}

const KEYS = {
  ArrowDown: () => move(1),
  ArrowUp: () => move(-1),
  Enter: go,
};

if (field) {
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      open();
    }
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-find]") || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    open();
  });
  field.addEventListener("keydown", (event) => {
    if (!KEYS[event.key] || event.isComposing) return; // Enter ends a Chinese word first
    event.preventDefault();
    KEYS[event.key]();
  });
  field.addEventListener("input", ask);
  palette.addEventListener("htmx:afterSettle", found);
  field.addEventListener("htmx:responseError", failed);
  field.addEventListener("htmx:sendError", failed);
}
