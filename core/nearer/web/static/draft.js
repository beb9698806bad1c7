// Saves an unsent answer while it is written, under the writer's own key, and says so. Without a connection it is sealed
// to this page's one-time key, which only the server can use, within this session; or it stays on the page.
const form = document.getElementById("answer");
const status = form.querySelector(".saved");
const again = form.querySelector(".again");
const both = form.querySelector("[data-both]");
const PAUSE = 1500, RETRY = 15_000, LONGEST = 8000;
const PREFIX = "w-", BUCKET = 512;
let timer, changed = false, busy = false, sure = false, left = false;

const say = (name) => { status.textContent = status.dataset[name]; if (again) again.hidden = !["unsaved", "waits", "asks"].includes(name); };
const bytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)));
const field = (name) => form.elements.namedItem(name);
const place = () => PREFIX + field("page").value;

async function seal(words, page) {
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const mine = await crypto.subtle.generateKey(curve, false, ["deriveBits"]);
  const theirs = await crypto.subtle.importKey("raw", bytes(form.dataset.key), curve, false, []);
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, mine.privateKey, 256);
  const base = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: new TextEncoder().encode("nearer envelope") };
  const key = await crypto.subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const padded = new TextEncoder().encode(`${words}&pad=`.padEnd(Math.ceil((words.length + 5) / BUCKET) * BUCKET, "0"));
  const box = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: new TextEncoder().encode(page) }, key, padded);
  const chunks = Array.from(new Uint8Array(box), (byte) => String.fromCharCode(byte)).join("");
  return JSON.stringify({ page, key: text(await crypto.subtle.exportKey("raw", mine.publicKey)), iv: text(iv), box: btoa(chunks) });
}

async function wait(body) {
  try {
    const envelope = await seal(body.toString(), field("page").value);
    if (left) return;
    localStorage.setItem(place(), envelope);
    say("waits");
  } catch { say("unsaved"); }
}

function take(reply, body) {
  field("knew").value = JSON.stringify(reply.knew);
  try { localStorage.removeItem(place()); } catch { /* storage may be shut off */ }
  if (both) both.hidden = !reply.asks;
  say(reply.asks ? "asks" : "saved");
}

async function save() {
  clearTimeout(timer);
  if (!form.dataset.draft) return reach();
  changed = false;
  field("turn").value = String(Number(field("turn").value) + 1);
  const body = new URLSearchParams(new FormData(form));
  try {
    const reply = await fetch(form.dataset.draft, {
      method: "POST", body, headers: { Accept: "application/json" }, keepalive: document.visibilityState === "hidden", signal: AbortSignal.timeout(LONGEST),
    });
    if (reply.status === 403 && (await reply.json()).saved) return location.reload();
    if (!reply.ok) throw new Error(reply.status);
    take(await reply.json());
    return true;
  } catch {
    changed = true;
    timer = setTimeout(keep, RETRY);
    await wait(body);
    return false;
  }
}

// Where nothing may be kept before it is sent, it is only asked whether the server can be reached.
async function reach() {
  try { return (await fetch(`${form.action}/live`, { signal: AbortSignal.timeout(LONGEST) })).status < 500; } catch { return false; }
}

const keep = () => (changed && form.dataset.draft ? save() : undefined);

async function submit(event) {
  if (sure) return;
  event.preventDefault();
  if (busy) return;
  busy = true;
  if (await save()) {
    sure = true;
    form.requestSubmit(event.submitter);
  } else say("offline");
  busy = false;
}

form.addEventListener("submit", submit);
document.addEventListener("leaving", () => { left = true; });
if (form.dataset.draft) {
  form.addEventListener("input", () => {
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  });
  document.addEventListener("save-now", keep);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") keep(); });
  addEventListener("online", keep);
  form.querySelector("[data-again]").addEventListener("click", save);
}
