// Draws what the table beside it says: a <canvas data-chart> names its kind, and the JSON beside it
// holds labels and series. Colours are read from the page, so that they follow its appearance.
import Chart from "./chart.js";

const TONES = ["--accent-fill", "--amber-fill", "--green", "--red-fill", "--line-strong", "--muted"];
const NAMED = { good: "--green", warn: "--amber-fill", bad: "--red-fill", calm: "--line-strong" };
const KINDS = { bar: "bar", stacked: "bar", line: "line" };
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

// A token may be light-dark(...): the browser answers what it comes to here.
function colour(name) {
  const probe = document.createElement("span");
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

function series(each, index, kind) {
  const tone = colour(NAMED[each.tone] ?? TONES[index % TONES.length]);
  return {
    label: each.name,
    data: each.values,
    backgroundColor: tone,
    borderColor: tone,
    borderWidth: kind === "line" ? 2 : 0,
    borderRadius: 3,
    tension: 0.25,
    pointRadius: 2,
    maxBarThickness: 36,
  };
}

function options(kind, many) {
  const { dir, lang } = document.documentElement;
  const rtl = dir === "rtl";
  const axis = { grid: { color: colour("--line") }, ticks: { color: colour("--muted") }, border: { display: false } };
  const stacked = kind === "stacked";
  return {
    locale: `${lang}-u-nu-latn`, // figures as on the rest of the page
    animation: still ? false : { duration: 250 },
    responsive: true,
    maintainAspectRatio: false,
    interaction: { mode: "index", intersect: false },
    plugins: {
      legend: { display: many, rtl, labels: { color: colour("--text"), boxWidth: 12, boxHeight: 12 } },
      tooltip: { rtl },
    },
    scales: {
      x: { ...axis, grid: { display: false }, reverse: rtl, stacked },
      y: { ...axis, beginAtZero: true, position: rtl ? "right" : "left", stacked },
    },
  };
}

function draw(canvas) {
  const { kind, chart } = canvas.dataset;
  const { labels, series: all } = JSON.parse(chart);
  Chart.getChart(canvas)?.destroy();
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  new Chart(canvas, {
    type: KINDS[kind],
    data: { labels, datasets: all.map((each, index) => series(each, index, kind)) },
    options: options(kind, all.length > 1),
  });
}

const drawAll = () => document.querySelectorAll("canvas[data-chart]").forEach(draw);
drawAll();
document.addEventListener("htmx:afterSettle", drawAll);
new MutationObserver(drawAll).observe(document.documentElement, { attributeFilter: ["data-theme"] });
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
