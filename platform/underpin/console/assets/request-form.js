// Fields that are asked for only after a certain answer are hidden until it is given. Without this
// they all stand there, and what does not fit is not taken.
const form = document.querySelector("[data-request-form]");

function settle() {
  for (const part of form.querySelectorAll("[data-when-field]")) {
    const on = form.elements.namedItem(part.dataset.whenField);
    const hidden = on.closest("[hidden]") !== null || on.value !== part.dataset.whenEquals;
    part.hidden = hidden;
  }
}

if (form) {
  form.addEventListener("change", settle);
  settle();
}
