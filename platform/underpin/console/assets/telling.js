// While a page of ours is open, the browser itself says that something changed; by preference, which
// this browser keeps. Nothing is sent anywhere.
const KEPT = "underpin.telling";
const part = document.querySelector("[data-telling]");
const can = "Notification" in window && typeof SharedWorker === "function";
const wanted = () => can && localStorage.getItem(KEPT) === "on" && Notification.permission === "granted";

function show() {
  const state = !can ? "cannot" : wanted() ? "on" : Notification.permission === "denied" ? "denied" : "off";
  for (const each of part.querySelectorAll("[data-telling-says]")) {
    each.hidden = each.dataset.tellingSays !== state;
  }
  const button = part.querySelector("button");
  button.hidden = state === "cannot" || state === "denied";
  button.setAttribute("aria-checked", String(state === "on"));
}

part?.querySelector("button").addEventListener("click", async () => {
  const on = !wanted() && (await Notification.requestPermission()) === "granted";
  localStorage.setItem(KEPT, on ? "on" : "off");
  show();
  document.dispatchEvent(new Event("underpin:telling"));
});
if (part) {
  part.hidden = false;
  show();
}
