// What is new rings in the title, and in the browser for whoever asked for that, while nobody looks.
const title = document.title;
let known = null;

const count = () => Number(document.querySelector("#bell [data-news]")?.dataset.news ?? 0);
const asked = () => "Notification" in window && Notification.permission === "granted";

function ring() {
  const now = count();
  document.title = now ? `(${now}) ${title}` : title;
  const offer = document.querySelector("#bell [data-notify]");
  if (offer) offer.hidden = !("Notification" in window) || Notification.permission !== "default";
  if (known !== null && now > known && document.hidden && asked())
    new Notification(document.querySelector("#bell [data-says]").dataset.says, { tag: "underpin" });
  known = now;
}

document.addEventListener("htmx:afterSettle", ({ detail: { elt } }) => {
  if (elt.id === "bell") ring();
});
document.addEventListener("click", async ({ target }) => {
  if (!target.closest?.("[data-notify]")) return;
  await Notification.requestPermission();
  document.dispatchEvent(new Event("underpin:telling"));
  ring();
});
