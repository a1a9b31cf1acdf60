// In the grid of targets the arrows up and down, and Enter, go to the same promise of the next
// priority; Escape folds what a cell says apart, and leads back to it.
const CELL = ".targets-grid td > input";
const STEPS = { ArrowDown: 1, ArrowUp: -1, Enter: 1 };

function neighbour(cell, step) {
  const place = cell.closest("td").cellIndex;
  const rows = [...cell.closest("tbody").rows];
  return rows[rows.indexOf(cell.closest("tr")) + step]?.cells[place].querySelector("input");
}

document.addEventListener("keydown", (event) => {
  const { target } = event;
  const step = STEPS[event.key];
  if (!step || !target.matches(CELL) || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  const next = neighbour(target, event.shiftKey ? -step : step);
  next?.focus();
  next?.select();
});

document.addEventListener("keydown", (event) => {
  const folded = event.key === "Escape" && event.target.closest(".cell-terms[open]");
  if (!folded) return;
  folded.open = false;
  folded.querySelector("summary").focus();
});
