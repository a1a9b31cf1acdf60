// Countdown chips tick by the server's time. Nothing is announced: the chips are no live regions.
const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content;
const words = JSON.parse(meta("countdown-words"));
const offset = Date.parse(meta("server-time")) - Date.now();

const STEPS = [
  ["d", 86400, "h", 3600],
  ["h", 3600, "m", 60],
  ["m", 60, "s", 1],
];
const LEVELS = ["ok", "risk", "breached"];
const unit = (name, count) => words[name].replace("{0}", count);

export function short(milliseconds) {
  const seconds = Math.floor(Math.abs(milliseconds) / 1000);
  for (const [name, size, lower, lowerSize] of STEPS) {
    if (seconds < size) continue;
    const rest = String(Math.floor((seconds % size) / lowerSize)).padStart(2, "0");
    return `${unit(name, Math.floor(seconds / size))} ${unit(lower, rest)}`;
  }
  return unit("s", seconds);
}

function reading(chip, now) {
  const [due, breach, warn] = ["due", "breach", "warn"].map((key) => Date.parse(chip.dataset[key]));
  if (now > breach) return ["breached", words.over.replace("{0}", short(now - breach))];
  if (now >= due) return ["risk", words.now];
  // Red for a breach of something else: what is due next is left, not over.
  const left = chip.dataset.level === "breached" ? words.left.replace("{0}", short(due - now)) : short(due - now);
  return [now >= warn ? "risk" : "ok", left];
}

function show(chip, now) {
  const [level, text] = reading(chip, now);
  const time = chip.querySelector("time");
  if (time.textContent !== text) time.textContent = text;
  // A level only rises by itself; what the server said to be at risk, or breached, stays so.
  if (LEVELS.indexOf(level) <= LEVELS.indexOf(chip.dataset.level)) return;
  chip.dataset.level = level;
  chip.querySelector("[data-word]").textContent = words[level];
  const holder = chip.closest(".list-row, .clock, .ticket-card");
  if (holder) holder.dataset.level = level;
}

function tick() {
  const now = Date.now() + offset;
  for (const chip of document.querySelectorAll(".chip[data-due]")) show(chip, now);
}

let timer = 0;

function beat() {
  tick();
  timer = setTimeout(beat, 1000 - ((Date.now() + offset) % 1000));
}

function follow() {
  clearTimeout(timer);
  if (!document.hidden) beat();
}

document.addEventListener("visibilitychange", follow);
follow();
