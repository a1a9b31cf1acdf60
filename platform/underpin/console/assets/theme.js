// The reader's appearance at once, without a reload; the server keeps the choice in a cookie.
const form = document.querySelector("form[data-preferences]");
const theme = form?.elements.namedItem("theme");

theme?.addEventListener("change", () => {
  document.documentElement.dataset.theme = theme.value;
  const body = new URLSearchParams(new FormData(form));
  fetch(form.action, { method: "POST", body, redirect: "manual" });
});

// A menu closes by Escape and by a click elsewhere.
const open = () => document.querySelectorAll("details.dropdown[open]");

// One that would reach out of the page begins at its button's other side.
const within = ({ left, right }) => left >= 0 && right <= document.documentElement.clientWidth;

function place(menu) {
  const box = menu.querySelector(":scope > .dropdown-menu");
  if (!box) return;
  box.classList.remove("at-end");
  if (within(box.getBoundingClientRect())) return;
  box.classList.add("at-end");
  if (!within(box.getBoundingClientRect())) box.classList.remove("at-end");
}

const placed = ({ target }) => target.matches?.("details.dropdown[open]") && place(target);
document.addEventListener("toggle", placed, true);
open().forEach(place);

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of open()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
});
