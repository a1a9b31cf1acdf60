// Parts of a page are exchanged by htmx. What somebody has opened, typed and is looking at stays as
// it is; what could not be done is said, and nothing is lost.
import htmx from "./htmx.js";
import { toast } from "./toasts.js";

const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content;

// What is asked for while somebody writes goes into an address, which takes no long text.
const MOST = 800;
const HALF = /[\uD800-\uDBFF]$/; // of a letter that the cut went through

document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (detail.verb === "get") shorten(detail.formData);
  else detail.headers["X-CSRF-Token"] = meta("csrf");
});

function shorten(asked) {
  for (const [name, value] of [...asked]) {
    if (value.length > MOST) asked.set(name, value.slice(0, MOST).replace(HALF, ""));
  }
}

const FIELDS = "input:not([type=hidden]), textarea, select";
const typed = (field) =>
  field.matches("select")
    ? [...field.options].some((option) => option.selected !== option.defaultSelected)
    : field.value !== field.defaultValue || field.checked !== field.defaultChecked;

// Where an element is found again: by its id, else as the link to the same place.
function pathOf(element) {
  if (element.id) return `#${CSS.escape(element.id)}`;
  if (element.matches("a[href]")) return `a[href="${CSS.escape(element.getAttribute("href"))}"]`;
  const owner = element.closest("[id]");
  return element.matches("summary") && owner ? `#${CSS.escape(owner.id)} > summary` : "";
}

export function remember(root) {
  const active = root.contains(document.activeElement) ? document.activeElement : null;
  return {
    focus: active && pathOf(active),
    caret: active?.matches("input, textarea") ? [active.selectionStart, active.selectionEnd] : null,
    open: [...root.querySelectorAll("details[open][id]")].map((part) => part.id),
    fields: [...root.querySelectorAll(FIELDS)]
      .filter((field) => field.id && typed(field))
      .map(({ id, value, checked }) => ({ id, value, checked })),
  };
}

export function restore(root, kept) {
  for (const id of kept.open) root.querySelector(`#${CSS.escape(id)}`)?.setAttribute("open", "");
  for (const { id, value, checked } of kept.fields) {
    const field = root.querySelector(`#${CSS.escape(id)}`);
    if (field) Object.assign(field, field.matches("[type=radio], [type=checkbox]") ? { checked } : { value });
  }
  const target = kept.focus ? root.querySelector(kept.focus) : null;
  target?.focus({ preventScroll: true });
  if (target && kept.caret?.[0] !== null && kept.caret) target.setSelectionRange(...kept.caret);
}


const kept = new Map(); // fragment name -> what it was like

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const name = detail.target.dataset.fragment;
  if (!detail.target.dataset.live || !detail.shouldSwap) return;
  // A form that was refused stays with what is said of it until it is sent again.
  if (detail.target.querySelector("form[data-refused]")) {
    detail.shouldSwap = false;
    return;
  }
  // A page instead of the part: the session has ended, or it is no longer there.
  if (detail.serverResponse.includes(`data-fragment="${name}"`)) {
    kept.set(name, remember(detail.target));
  } else {
    detail.shouldSwap = false;
    lost();
  }
});

document.addEventListener("htmx:afterSettle", ({ detail: { elt } }) => {
  const name = elt.dataset?.fragment;
  if (!kept.has(name)) return;
  restore(elt, kept.get(name));
  kept.delete(name);
  document.dispatchEvent(new Event("underpin:swapped"));
});

const lost = () => {
  const stale = document.querySelector("[data-stale]");
  if (stale) stale.hidden = false;
};
document.addEventListener("underpin:lost", lost);

function failed({ detail: { elt, xhr } }) {
  if (elt.dataset.fragment) return lost();
  const page = new DOMParser().parseFromString(xhr.response ?? "", "text/html");
  const said = page.querySelector("[data-fragment=problem]")?.textContent.trim();
  toast(said || meta("not-reached"), "error");
}
for (const event of ["htmx:responseError", "htmx:sendError", "htmx:timeout"])
  document.addEventListener(event, failed);

// What a form was answered with in its own place, a 409 or 422 among it, is swapped by htmx.
htmx.config.responseHandling = [
  { code: "204", swap: false },
  { code: "[23]..", swap: true },
  { code: "[45]..", swap: false, error: true },
];
