// @ and the beginning of a name: colleagues who may see the ticket are offered under the text; arrows
// choose, Enter or Tab takes, Escape leaves it as it is.
const TYPED = /(?:^|[\s([{"'])@([^\s@][^@\n]{0,39})?$/u;
const WAITS = 120;
let timer = 0;
let asked = 0;

const listOf = (field) => document.getElementById(field.getAttribute("aria-controls"));
const options = (list) => [...list.querySelectorAll("[role=option]")];
const chosen = (list) => list.querySelector('[aria-selected="true"]');

function typed(field) {
  return TYPED.exec(field.value.slice(0, field.selectionStart));
}

function hide(field) {
  asked += 1;
  listOf(field).hidden = true;
  field.removeAttribute("aria-activedescendant");
}

function choose(field, one) {
  for (const each of options(listOf(field))) each.setAttribute("aria-selected", String(each === one));
  field.setAttribute("aria-activedescendant", one.id);
}

async function offer(field) {
  const found = typed(field);
  if (!found) return hide(field);
  const mine = (asked += 1);
  const path = `${field.dataset.names}?q=${encodeURIComponent(found[1] ?? "")}`;
  const answer = await fetch(path).catch(() => null);
  const people = answer?.ok ? await answer.json() : [];
  if (mine !== asked) return;
  if (!people.length) return hide(field);
  show(field, people);
}

function show(field, people) {
  const list = listOf(field);
  list.replaceChildren(...people.map(({ name }, at) => option(name, at)));
  list.hidden = false;
  choose(field, list.firstElementChild);
}

function option(name, at) {
  const one = document.createElement("button");
  Object.assign(one, { type: "button", id: `colleague-${at}`, className: "goal", tabIndex: -1, dir: "auto" });
  one.setAttribute("role", "option");
  one.textContent = name;
  return one;
}

function take(field, one) {
  const found = typed(field);
  if (!found) return hide(field);
  const from = field.selectionStart - (found[1]?.length ?? 0);
  field.setRangeText(`${one.textContent} `, from, field.selectionStart, "end");
  hide(field);
  field.focus();
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

function move(field, step) {
  const all = options(listOf(field));
  choose(field, all[(all.indexOf(chosen(listOf(field))) + step + all.length) % all.length]);
}

const KEYS = {
  ArrowDown: (field) => move(field, 1),
  ArrowUp: (field) => move(field, -1),
  Enter: (field) => take(field, chosen(listOf(field))),
  Tab: (field) => take(field, chosen(listOf(field))),
  Escape: hide,
};

document.addEventListener("input", ({ target }) => {
  if (!target.dataset?.names) return;
  clearTimeout(timer);
  timer = setTimeout(offer, WAITS, target);
});
document.addEventListener(
  "keydown",
  (event) => {
    const field = event.target;
    if (!field.dataset?.names || listOf(field).hidden || !KEYS[event.key]) return;
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    KEYS[event.key](field);
  },
  true,
);
document.addEventListener("mousedown", (event) => {
  const one = event.target.closest?.("#colleagues [role=option]");
  if (!one) return;
  event.preventDefault();
  take(document.querySelector('[aria-controls="colleagues"]'), one);
});
document.addEventListener("focusout", ({ target }) => {
  if (target.dataset?.names) hide(target);
});
