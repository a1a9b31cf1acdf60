// What was sent in a form is kept in its tab until an answer is there. Where none came, because the
// server was away or the session had ended, it stands in the form again when its page comes back.
import { toast } from "./toasts.js";

const KEPT = "underpin.sent";
const LASTS = 3600_000;
const CODES = ["code", "token", "secret", "signing_key", "api_key"];
const SECRET = ["[type=password]", ...CODES.map((name) => `[name=${name}]`)].join();
const FIELDS = "input:not([type=hidden], [type=file]), textarea, select";

const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? "";
const keep = (one) => sessionStorage.setItem(KEPT, JSON.stringify(one));
const drop = () => sessionStorage.removeItem(KEPT);
const pathOf = (address) => new URL(address, location).pathname;
const ticked = (field) => field.matches("[type=checkbox], [type=radio]");
const named = (form) => [...form.elements].filter((field) => field.name && field.matches(FIELDS));
const alike = (action) => [...document.forms].filter((form) => form.getAttribute("action") === action);

function found() {
  const one = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
  return one && Date.now() - one.at < LASTS ? one : null;
}

const said = (field) => ({
  name: field.name,
  value: field.value,
  on: ticked(field) && field.checked,
  chosen: field.multiple && field.options ? [...field.selectedOptions].map((one) => one.value) : null,
});

document.addEventListener("submit", ({ target: form, submitter, defaultPrevented }) => {
  const action = form.getAttribute("action") ?? "";
  if (action === "/session/end") drop();
  const fields = named(form);
  if (defaultPrevented || form.method !== "post" || form.matches("[hx-post], [data-preferences]")) return;
  if (!fields.length || form.querySelector(SECRET)) return;
  if (found()?.ended && !meta("reader")) return; // on the way in again
  const to = pathOf(submitter?.getAttribute("formaction") ?? action);
  const place = alike(action).indexOf(form);
  keep({ action, place, to, who: meta("reader"), at: Date.now(), fields: fields.map(said) });
});

// Came by a link or an answer of ours, rather than back from a page of the browser's own.
function answered() {
  const [{ type }] = performance.getEntriesByType("navigation");
  return type !== "back_forward" && document.referrer.startsWith(`${location.origin}/`);
}

function refill(form, fields) {
  const changed = [];
  const left = named(form);
  for (const one of fields) {
    const at = left.findIndex(
      (field) => field.name === one.name && (field.type !== "radio" || field.value === one.value),
    );
    const [field] = at < 0 ? [] : left.splice(at, 1);
    if (field && put(field, one)) changed.push(field);
  }
  for (const field of changed) {
    for (const event of ["input", "change"]) field.dispatchEvent(new Event(event, { bubbles: true }));
  }
  return changed;
}

function put(field, { value, on, chosen }) {
  const before = JSON.stringify(said(field));
  if (ticked(field)) field.checked = on;
  else if (chosen) for (const option of field.options) option.selected = chosen.includes(option.value);
  else if (!field.options || [...field.options].some((option) => option.value === value)) field.value = value;
  return before !== JSON.stringify(said(field));
}

function takeUp({ action, place, fields, who }) {
  const form = alike(action)[place] ?? alike(action)[0];
  if (!form || who !== meta("reader")) return;
  drop();
  const [first] = refill(form, fields);
  if (!first) return;
  for (let part = form; part; part = part.parentElement) if (part.matches("details")) part.open = true;
  form.closest("dialog:not([open])")?.showModal();
  first.focus();
  toast(meta("taken-up"));
}

// A refusal without its form, or the way in again.
function held(one) {
  const told = document.querySelector("[data-not-taken]");
  if (!told || one.to !== location.pathname) return false;
  keep({ ...one, ended: true });
  told.hidden = false;
  return true;
}

const sent = found();
if (sent && !held(sent)) {
  if (answered() && !sent.ended) drop();
  else takeUp(sent);
}
