// Small comforts of every page: buttons that copy what stands in a read-only field.

for (const field of document.querySelectorAll("input[readonly], textarea[readonly]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "tight quiet";
  button.textContent = "Copy";
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      field.select();
      return;
    }
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = "Copy"), 2000);
  });
  field.after(button);
}
