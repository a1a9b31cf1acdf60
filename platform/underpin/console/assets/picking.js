// Macros and articles are picked by key or button and put where the writer is. A macro's deeds wait
// beside the text and are done when it is sent; without scripts the links lead to pages that do the
// same.
import htmx from "./htmx.js";
import { toast } from "./toasts.js";

const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content;
const composer = () => document.querySelector("form[data-draft]");
const picks = (place) => document.querySelector(`[data-picks="${place}"]`);
const KEYS = { m: "macro-place", j: "article-place" };

function open(place) {
  const link = picks(place);
  if (!link) return false;
  document.getElementById(place).showPopover();
  htmx.trigger(link, "click");
  return true;
}

export function put(text) {
  const field = composer().elements.body;
  const { selectionStart: from, selectionEnd: to, value } = field;
  field.setRangeText(text, from, to, "end");
  if (!value.trim()) field.setSelectionRange(field.value.length, field.value.length);
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}

function close(element) {
  element.closest("[popover]")?.hidePopover();
}

function keep({ useMacro, name, manner }, did) {
  const form = composer();
  const item = form.querySelector("template[data-macro-kept]").content.firstElementChild.cloneNode(true);
  item.querySelector("bdi").textContent = name;
  item.querySelector("span").textContent = did;
  item.querySelector("input").value = useMacro;
  form.querySelector("ul[data-macro]").replaceChildren(item);
  const audience = form.querySelector(`[name=audience][value=${manner === "note" ? "internal" : "public"}]`);
  audience.click();
}

async function quote(link) {
  const answer = await fetch(link.dataset.quote).catch(() => null);
  if (!answer?.ok) return toast(meta("not-reached"), "error");
  close(link);
  put((await answer.json()).text);
}

document.addEventListener("click", (event) => {
  if (!composer() || event.ctrlKey || event.metaKey) return;
  const link = event.target.closest?.("[data-picks], [data-use-macro], [data-quote], [data-leave]");
  if (!link) return;
  event.preventDefault();
  if (link.dataset.picks && event.isTrusted) document.getElementById(link.dataset.picks).showPopover();
  if ("leave" in link.dataset) link.closest("li").remove();
  if (link.dataset.quote) quote(link);
  if (!link.dataset.useMacro) return;
  const picker = link.closest("#macro-picker");
  const text = picker.querySelector("#macro-text").value;
  keep(link.dataset, picker.querySelector("[data-did]")?.textContent ?? "");
  close(link);
  put(text);
});

// "/" at the beginning of a line, Ctrl-M and Ctrl-J.
function asked(event) {
  if ((event.ctrlKey || event.metaKey) && !event.altKey) return KEYS[event.key.toLowerCase()];
  const { target } = event;
  if (event.key !== "/" || target.name !== "body" || !target.form?.dataset.draft) return undefined;
  const before = target.value.slice(0, target.selectionStart);
  return !before || before.endsWith("\n") ? "macro-place" : undefined;
}

document.addEventListener("keydown", (event) => {
  const place = composer() && asked(event);
  if (place && open(place)) event.preventDefault();
});

// In an open picker the arrows go from goal to goal, and back to the words.
document.addEventListener("keydown", (event) => {
  const picker = event.target.closest?.(".picker");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!picker || !step || event.target.matches("textarea")) return;
  const goals = [...picker.querySelectorAll("[type=search], [data-goal]")];
  goals[(goals.indexOf(document.activeElement) + step + goals.length) % goals.length]?.focus();
  event.preventDefault();
});

document.addEventListener("htmx:afterSettle", ({ detail: { elt } }) => {
  const picker = elt.closest?.(".picker");
  if (!picker?.matches(":popover-open") || elt.contains(document.activeElement)) return;
  const field = elt.querySelector("[autofocus], [type=search]");
  field?.focus();
  if (field?.matches("[type=search]")) field.setSelectionRange(field.value.length, field.value.length);
});
