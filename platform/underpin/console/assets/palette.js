// Ctrl-K finds anything. The letters stay in the field; arrows choose, Enter goes, Escape closes.
import htmx from "./htmx.js";

const palette = document.querySelector("#palette");
const field = palette?.querySelector("[role=combobox]");
const goals = () => [...palette.querySelectorAll("[role=option]")];

function open() {
  palette.showPopover();
  field.value = "";
  field.focus();
  htmx.trigger(field, "underpin:find");
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
  choose(all[(at + step + all.length) % all.length]);
}

const KEYS = {
  ArrowDown: () => move(1),
  ArrowUp: () => move(-1),
  Enter: () => chosen()?.click(),
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
    if (!KEYS[event.key]) return;
    event.preventDefault();
    KEYS[event.key]();
  });
  palette.addEventListener("htmx:afterSettle", () => choose(goals()[0]));
}
