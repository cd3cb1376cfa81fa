// A button that copies the text of the field above it. Without a script the text is selected and copied by hand.

for (const row of document.querySelectorAll("[data-copy]")) {
  const field = row.parentElement.querySelector("[data-copied]");
  const told = row.querySelector("[role=status]");
  row.hidden = false;
  row.querySelector("button").addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      told.textContent = "คัดลอกแล้ว";
    } catch {
      // No clipboard on a plain http address: the text is selected, Ctrl+C does the rest.
      told.textContent = "เลือกข้อความไว้แล้ว กด Ctrl+C เพื่อคัดลอก";
    }
  });
}
