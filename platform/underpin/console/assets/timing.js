// A timer for the time entry: it runs on while other pages are open, for each ticket by itself, and
// asks after some hours whether it was forgotten by stopping there.
const LONGEST = 4 * 3600 * 1000;
const key = (form) => `timer:${form.dataset.timer}`;
const began = (form) => Number(localStorage.getItem(key(form))) || 0;
const forms = () => [...document.querySelectorAll("form[data-timer]")];

function minutes(form) {
  const run = Math.min(Date.now() - began(form), LONGEST);
  return String(Math.max(1, Math.round(run / 60000)));
}

function draw(form) {
  const button = form.querySelector("[data-timer-run]");
  const running = began(form) > 0;
  button.setAttribute("aria-pressed", String(running));
  if (running) form.elements.minutes.value = minutes(form);
}

document.addEventListener("click", ({ target }) => {
  const form = target.closest?.("[data-timer-run]")?.closest("form[data-timer]");
  if (!form) return;
  if (began(form)) {
    form.elements.minutes.value = minutes(form);
    localStorage.removeItem(key(form));
  } else localStorage.setItem(key(form), String(Date.now()));
  draw(form);
});
document.addEventListener("submit", ({ target }) => {
  if (target.matches("form[data-timer]")) localStorage.removeItem(key(target));
});

const drawAll = () => forms().filter(began).forEach(draw);
drawAll();
setInterval(drawAll, 15000);
document.addEventListener("htmx:afterSettle", drawAll);
