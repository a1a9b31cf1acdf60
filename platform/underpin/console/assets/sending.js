// Ctrl-Enter sends the form one writes in, by its own button, as Enter does from a line of text. While
// the browser knows that it is cut off, nothing leaves the page, and what was typed stays in it.
import { toast } from "./toasts.js";

const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content;
const BUTTON = "button:not([type]), button[type=submit]";

document.addEventListener("keydown", (event) => {
  const { target } = event;
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !target.matches("textarea")) return;
  if (target.form?.method !== "post") return;
  event.preventDefault();
  const button = target.closest(".dropdown-menu")?.querySelector(BUTTON) ?? target.form.querySelector(BUTTON);
  target.form.requestSubmit(button);
});

document.addEventListener(
  "submit",
  (event) => {
    if (navigator.onLine || event.target.method !== "post") return;
    event.preventDefault();
    event.stopPropagation();
    toast(meta("not-reached"), "error");
  },
  true,
);
