// Ticking rows of a list: how many are ticked is told, the acts stay in sight, and one box ticks all rows of a table.

for (const form of document.querySelectorAll("[data-choose-rows]")) {
  const count = form.querySelector("[data-chosen-count]");
  if (!count) continue;
  const digits = new Intl.NumberFormat("th-TH-u-nu-thai");
  const boxesOf = (place) => [...place.querySelectorAll("input[name=rows]")];

  const tell = () => {
    const chosen = boxesOf(form).filter((box) => box.checked).length;
    count.textContent = chosen ? ` (${digits.format(chosen)})` : "";
    for (const all of form.querySelectorAll("[data-choose-all]")) {
      all.checked = boxesOf(all.closest("table")).every((box) => box.checked);
    }
    form.querySelector("[data-acts]")?.toggleAttribute("data-is-active", chosen > 0);
  };

  for (const table of form.querySelectorAll("table")) {
    if (!boxesOf(table).length) continue;
    const heading = table.querySelector("thead th");
    const label = document.createElement("label");
    const all = document.createElement("input");
    const words = document.createElement("span");
    label.className = "choose";
    all.type = "checkbox";
    all.dataset.chooseAll = "";
    all.className = "form-check-input";
    words.className = "visually-hidden";
    words.textContent = "เลือกทุกข้อในตารางนี้";
    label.append(all, words);
    heading.replaceChildren(label);
    all.addEventListener("change", () => {
      for (const box of boxesOf(table)) box.checked = all.checked;
      tell();
    });
  }
  form.addEventListener("change", tell);
  tell();
}
