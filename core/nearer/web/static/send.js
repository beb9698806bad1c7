// Sends what waited on this device, locked, while there was no connection: when a page opens, and when the connection is back.
const PREFIX = "w-";
const form = document.querySelector("form[data-draft]");
let typed = false;

function waiting() {
  try { return Object.keys(localStorage).filter((name) => name.startsWith(PREFIX)); } catch { return []; }
}

async function send() {
  let kept = false;
  for (const name of waiting()) {
    const envelope = localStorage.getItem(name);
    const reply = await fetch("/kept", { method: "POST", body: new URLSearchParams({ envelope }) });
    if (!reply.ok) throw new Error(reply.status);
    kept = (await reply.json()).kept || kept;
    if (localStorage.getItem(name) === envelope) localStorage.removeItem(name);
  }
  return kept;
}

// What was kept just now belongs into a form that was drawn before, unless somebody writes there already.
async function onOpen() {
  try { if (await send() && form && !typed) location.reload(); } catch { /* it waits on */ }
}

form?.addEventListener("input", () => { typed = true; });
addEventListener("online", () => send().catch(() => undefined));
if (waiting().length) onOpen();
