// What may be done to the ticket on the page is found by its words in the palette as well; chosen, it
// is pressed where it stands.
const DOINGS = "#ticket-head .actions :is(summary, a[data-key], form > button)";
const FIELDS = "form :is(input:not([type=hidden]), select, textarea, button)";
const words = ({ nodeName, data }) => (nodeName === "#text" ? data.trim() : "");
const saying = (one) => [...one.childNodes].map(words).join(" ").trim();

function meant(sought) {
  return [...document.querySelectorAll(DOINGS)].filter(
    (one) => !one.closest(".dropdown-menu") && saying(one).toLowerCase().includes(sought),
  );
}

// After the click that chose it: that one, being elsewhere, closes menus.
function press(palette, one) {
  palette.hidePopover();
  setTimeout(() => {
    one.click();
    one.closest("details")?.querySelector(FIELDS)?.focus();
  });
}

export function offer(palette, sought) {
  const found = meant(sought.trim().toLowerCase());
  if (!found.length) return;
  const shape = palette.querySelector("template[data-doing]").content.firstElementChild;
  const group = shape.cloneNode(true);
  const sample = group.querySelector("[role=option]");
  found.forEach((one, at) => {
    const goal = sample.cloneNode(true);
    goal.id = `doing-${at}`;
    goal.querySelector("[data-says]").textContent = saying(one);
    goal.addEventListener("click", () => press(palette, one));
    group.append(goal);
  });
  sample.remove();
  const goals = palette.querySelector("#goals");
  if (!goals.querySelector("[role=option]")) goals.replaceChildren();
  goals.prepend(group);
}
