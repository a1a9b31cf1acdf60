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
