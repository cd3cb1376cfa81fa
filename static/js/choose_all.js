// One box that chooses all rows of a list; data-choose says which those are. It exists only where this file runs.

for (const form of document.querySelectorAll("[data-choose]")) {
  const boxes = [...form.elements].filter((element) => element.type === "checkbox");
  const label = document.createElement("label");
  const all = document.createElement("input");
  all.type = "checkbox";
  all.className = "form-check-input";
  label.append(all, ` ${form.dataset.choose}`);
  form.prepend(label);
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
  });
  document.addEventListener("change", (event) => {
    if (!boxes.includes(event.target)) return;
    all.checked = boxes.every((box) => box.checked);
    all.indeterminate = !all.checked && boxes.some((box) => box.checked);
  });
}
