// Leaves at once: covers the page, sends what is unsaved, ends the session, and goes somewhere else without a way back.
const exit = document.getElementById("exit");
const answer = document.querySelector("form[data-draft]");
const KEEPALIVE_LIMIT = 60_000;

function cover() {
  const sheet = document.createElement("div");
  sheet.className = "cover";
  document.documentElement.append(sheet);
  document.title = "\u200b";
}

function unsent() {
  const body = new URLSearchParams(answer ? new FormData(answer) : undefined);
  return body.toString().length > KEEPALIVE_LIMIT ? new URLSearchParams() : body;
}

async function wipe() {
  localStorage.clear();
  sessionStorage.clear();
  for (const each of await indexedDB.databases()) indexedDB.deleteDatabase(each.name);
  for (const each of await caches.keys()) caches.delete(each);
  for (const each of await navigator.serviceWorker?.getRegistrations() ?? []) each.unregister();
}

function leave(event) {
  event?.preventDefault();
  cover(); // before anything that could take a moment or fail
  try {
    document.dispatchEvent(new Event("leaving"));
    fetch("/exit", { method: "POST", body: unsent(), keepalive: true }).catch(() => undefined);
    wipe().catch(() => undefined); // storage may be shut off
  } finally {
    document.body.replaceChildren();
    location.replace(exit.dataset.elsewhere);
  }
}

// Shift three times within five seconds, each let go before any other key: capital letters and selecting do not count.
const WITHIN = 5000;
const [two, one, leaving, late] = exit.dataset.said.split("|");
const said = document.createElement("p");
said.className = "said";
said.setAttribute("role", "status");
document.body.append(said);
let count = 0, isAlone = false, patience;

function forget(words = "") {
  clearTimeout(patience);
  count = 0;
  said.textContent = words;
}

function onKeyDown(event) {
  isAlone = event.key === "Shift";
  if (!isAlone && count) forget();
}

function onKeyUp(event) {
  if (event.key !== "Shift" || !isAlone) return;
  isAlone = false;
  count += 1;
  said.textContent = [two, one, leaving][count - 1];
  if (count === 1) patience = setTimeout(() => forget(late), WITHIN);
  if (count === 3) leave();
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

for (const each of document.querySelectorAll(".exit button")) each.addEventListener("click", leave);
addEventListener("keydown", onKeyDown);
addEventListener("keyup", onKeyUp);
addEventListener("pointerdown", () => { isAlone = false; });
document.addEventListener("visibilitychange", onHide);
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
document.getElementById("errors")?.focus();
