// Leaves at once: covers the page, sends what is unsaved, ends the session, and goes somewhere else without a way back.
const exit = document.querySelector(".exit");
const answer = document.querySelector("form[data-draft]");
const KEEPALIVE_LIMIT = 60_000;
let presses = [];

function cover() {
  const sheet = document.createElement("div");
  sheet.className = "cover";
  document.body.replaceChildren(sheet);
  document.title = "\u200b";
}

function leave(event) {
  event?.preventDefault();
  let body = new URLSearchParams(answer ? new FormData(answer) : undefined);
  cover();
  document.dispatchEvent(new Event("leaving"));
  if (body.toString().length > KEEPALIVE_LIMIT) body = new URLSearchParams();
  fetch("/exit", { method: "POST", body, keepalive: true }).catch(() => undefined);
  try { localStorage.clear(); sessionStorage.clear(); } catch { /* storage may be shut off */ }
  location.replace(exit.dataset.elsewhere);
}

function onKey(event) {
  if (event.key !== "Shift" || event.repeat) return;
  const now = event.timeStamp;
  presses = [...presses.filter((at) => now - at < 5000), now];
  if (presses.length >= 3) leave();
}

// The page empties when it was hidden for long, and is asked for again when somebody comes back to it.
const HIDDEN_LONG = 5 * 60_000;
let timer;
function onHide() {
  clearTimeout(timer);
  if (document.visibilityState === "hidden") {
    timer = setTimeout(() => { document.dispatchEvent(new Event("save-now")); document.body.dataset.empty = "yes"; document.body.hidden = true; }, HIDDEN_LONG);
  } else if (document.body.dataset.empty) location.reload();
}

exit.querySelector("button").addEventListener("click", leave);
addEventListener("keydown", onKey);
document.addEventListener("visibilitychange", onHide);
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
document.getElementById("errors")?.focus();
