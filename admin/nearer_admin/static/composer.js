// Extras of the composer: saving by itself, dragging steps, moving with Alt and arrows. Everything works without it.

const saved = document.querySelector("#saved");

function setRevision(revision) {
  for (const input of document.querySelectorAll("input[name=revision]")) input.value = revision;
  saved.textContent = `Saved as revision ${revision}`;
  for (const act of document.querySelectorAll("input[name=act][value=undo]")) act.form.querySelector("button").disabled = false;
}

function watch(form) {
  let timer = 0;
  let running = false;
  let again = false;

  async function save() {
    if (running) {
      again = true;
      return;
    }
    running = true;
    saved.textContent = "Saving…";
    try {
      const reply = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json" },
      });
      if (reply.ok) {
        setRevision((await reply.json()).revision);
        document.getElementById(form.dataset.preview ?? "")?.contentWindow.location.reload();
      } else if (reply.status === 409) {
        saved.textContent = "Not saved: changed in another tab. Press Save to compare.";
      } else {
        saved.textContent = "Not saved yet: press Save to see what can't stand like this.";
      }
    } catch {
      saved.textContent = "Not saved yet: no connection. It is tried again with your next change.";
    }
    running = false;
    if (again) {
      again = false;
      save();
    }
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    saved.textContent = "Not saved yet";
    timer = setTimeout(save, 1200);
  });
  form.addEventListener("submit", () => clearTimeout(timer));
}

function post(values) {
  const outline = document.querySelector(".outline");
  const form = document.createElement("form");
  form.method = "post";
  form.action = outline.dataset.change;
  const first = document.querySelector(".outline input[name=csrf_token]");
  const revision = document.querySelector(".outline input[name=revision]");
  for (const [name, value] of Object.entries({ ...values, csrf_token: first.value, revision: revision.value })) {
    const input = document.createElement("input");
    input.type = "hidden";
    input.name = name;
    input.value = value;
    form.append(input);
  }
  document.body.append(form);
  form.submit();
}

function clearMarks() {
  for (const each of document.querySelectorAll(".drop-before, .drop-end")) each.classList.remove("drop-before", "drop-end");
}

function makeDraggable(list) {
  for (const item of list.children) {
    item.draggable = true;
    item.addEventListener("dragstart", (event) => {
      event.dataTransfer.setData("text/plain", item.dataset.step);
      event.dataTransfer.effectAllowed = "move";
      item.classList.add("dragged");
    });
    item.addEventListener("dragend", () => {
      item.classList.remove("dragged");
      clearMarks();
    });
  }
  list.addEventListener("dragover", (event) => {
    event.preventDefault();
    clearMarks();
    const before = event.target.closest("li");
    (before ?? list).classList.add(before ? "drop-before" : "drop-end");
  });
  list.addEventListener("drop", (event) => {
    event.preventDefault();
    const moved = document.querySelector(".dragged");
    if (!moved) return;
    const before = event.target.closest("li");
    if (before === moved) return;
    const rest = [...list.children].filter((each) => each !== moved);
    const at = before ? rest.indexOf(before) : rest.length;
    const current = document.querySelector(".steps a[aria-current]")?.closest("li").dataset.step ?? "";
    post({ act: "step_place", target: moved.dataset.step, stage: list.dataset.stage, at, back: current });
  });
}

document.querySelectorAll("form[data-autosave]").forEach(watch);
document.querySelectorAll(".steps").forEach(makeDraggable);
document.querySelector(".outline")?.addEventListener("keydown", (event) => {
  if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
  const buttons = event.target.closest("li, header")?.querySelectorAll("button.icon");
  if (!buttons) return;
  event.preventDefault();
  buttons[event.key === "ArrowUp" ? 0 : 1]?.click();
});
