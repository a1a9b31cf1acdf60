// Files come by drop, paste or choice, wait on the server, and go with the next reply.
import { toast } from "./toasts.js";

const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content;
const composer = () => document.querySelector("form[data-draft]");

async function attach(form, file) {
  const body = new FormData();
  body.append("file", file, file.name || "image.png");
  const path = `/api/v1/tickets/${form.dataset.draft}/uploads`;
  const headers = { "X-CSRF-Token": meta("csrf") };
  const answer = await fetch(path, { method: "POST", headers, body }).catch(() => null);
  if (answer?.ok) show(form, await answer.json());
  else if (answer?.status === 413) toast(`${file.name}: ${meta("too-large")}`, "error");
  else toast((await answer?.json().catch(() => null))?.detail ?? meta("not-reached"), "error");
}

function show(form, { id, name }) {
  const all = form.querySelector("[data-files]");
  if ([...all.querySelectorAll("[name=attach]")].some((one) => one.value === id)) return;
  const item = form.querySelector("template[data-file]").content.firstElementChild.cloneNode(true);
  item.querySelector("bdi").textContent = name;
  item.querySelector("[name=attach]").value = id;
  all.append(item);
}

const attachAll = (form, files) => [...files].forEach((file) => attach(form, file));

document.addEventListener("change", ({ target }) => {
  if (!target.matches("[data-attach]")) return;
  attachAll(target.form, target.files);
  target.value = "";
});
document.addEventListener("paste", (event) => {
  const form = event.target.closest?.("form[data-draft]");
  if (!form || !event.clipboardData.files.length) return;
  event.preventDefault();
  attachAll(form, event.clipboardData.files);
});
document.addEventListener("dragover", (event) => {
  if (composer() && event.dataTransfer.types.includes("Files")) event.preventDefault();
});
document.addEventListener("drop", (event) => {
  const form = composer();
  if (!form || !event.dataTransfer.files.length) return;
  event.preventDefault();
  attachAll(form, event.dataTransfer.files);
});
document.addEventListener("click", ({ target }) => {
  const item = target.closest?.("[data-drop]")?.closest("li");
  if (!item) return;
  const { client } = item.closest("form").dataset;
  const id = item.querySelector("[name=attach]").value;
  const headers = { "X-CSRF-Token": meta("csrf") };
  fetch(`/api/v1/clients/${client}/uploads/${id}`, { method: "DELETE", headers }).catch(() => {});
  item.remove();
});
