// Saves an unsent answer while it is written, under the writer's own key, and says so.
const form = document.querySelector("form[data-draft]");
const status = document.querySelector(".saved");
const PAUSE = 1500;
let timer, waiting = false, sent = false;

async function save() {
  clearTimeout(timer);
  if (!waiting || sent) return;
  waiting = false;
  try {
    const reply = await fetch(form.dataset.draft, {
      method: "POST", body: new URLSearchParams(new FormData(form)), headers: { Accept: "application/json" }, keepalive: document.visibilityState === "hidden",
    });
    if (!reply.ok) throw new Error(reply.status);
    status.textContent = "Saved for later. Only you can read it.";
  } catch {
    waiting = true;
    status.textContent = "Not saved yet. It is still on this page.";
    timer = setTimeout(save, 10 * PAUSE);
  }
}

if (form) {
  form.addEventListener("input", () => {
    waiting = true;
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  form.addEventListener("submit", () => { sent = true; clearTimeout(timer); });
  document.addEventListener("save-now", save);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") save(); });
}
