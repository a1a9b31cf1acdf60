// Files are sent as soon as they are chosen, dropped or pasted, and wait for the message. Without
// this they are chosen and attached by the button beside.
const proof = () =>
  document.querySelector('#upload input[name="csrf"], #raise input[name="csrf"]')?.value ?? "";

const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? "";
const why = (answer, told) =>
  answer?.status === 413 ? meta("too-large") : (told?.detail ?? meta("not-reached"));

async function send(part, file) {
  const says = part.querySelector("[data-upload-says]");
  const body = new FormData();
  body.append("file", file, file.name || "picture.png");
  const headers = { "X-CSRF-Token": proof() };
  const answer = await fetch(part.dataset.uploads, { method: "POST", body, headers }).catch(() => null);
  const told = await answer?.json().catch(() => null);
  says.hidden = answer?.ok ?? false;
  says.textContent = answer?.ok ? "" : why(answer, told);
  if (answer?.ok) show(part, told);
}

function show(part, staged) {
  const list = part.querySelector("[data-staged]");
  if (list.querySelector(`input[value="${staged.id}"]`)) return;
  const item = part.querySelector("template").content.cloneNode(true);
  item.querySelector("input").value = staged.id;
  item.querySelector("bdi").textContent = staged.name;
  list.append(item);
}

async function take(part, files) {
  for (const file of files) await send(part, file);
}

const partOf = (target) => target.closest("form")?.querySelector("[data-uploads]") ?? null;

// Delegated, so that a composer that comes later, beside the list, is served as well.
document.addEventListener("change", async ({ target }) => {
  const part = target.closest("[data-uploads]");
  if (!part || target.type !== "file") return;
  await take(part, target.files);
  target.value = "";
});
document.addEventListener("dragover", (event) => {
  if (partOf(event.target)) event.preventDefault();
});
document.addEventListener("drop", (event) => {
  const part = partOf(event.target);
  if (!part || !event.dataTransfer?.files.length) return;
  event.preventDefault();
  take(part, event.dataTransfer.files);
});
document.addEventListener("paste", (event) => {
  const part = partOf(event.target);
  if (part && event.clipboardData?.files.length) take(part, event.clipboardData.files);
});
