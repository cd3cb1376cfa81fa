// Rows of a list are dragged to their place; the row's own form then tells the server. The buttons do the same.

for (const list of document.querySelectorAll("[data-drag-order]")) {
  let carried = null;
  list.classList.add("measures--draggable");

  for (const row of list.querySelectorAll("[data-drag-row]")) {
    const handle = row.firstElementChild;
    handle.title = "ลากเพื่อย้ายลำดับ";
    // Only the handle starts a drag, so that text in the row can still be selected.
    handle.addEventListener("pointerdown", (event) => {
      row.draggable = event.pointerType === "mouse" && !event.target.closest("label");
    });
    row.addEventListener("dragstart", (event) => {
      carried = row;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", ""); // some browsers drag nothing without data
      row.classList.add("measure--carried");
    });
    row.addEventListener("dragover", (event) => {
      if (!carried || carried === row) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "move";
      row.classList.add("measure--landing");
    });
    row.addEventListener("dragleave", () => row.classList.remove("measure--landing"));
    row.addEventListener("dragend", () => {
      row.draggable = false;
      row.classList.remove("measure--carried");
      carried = null;
    });
    row.addEventListener("drop", (event) => {
      event.preventDefault();
      if (carried && carried !== row) submitPlace(carried, row.dataset.place);
    });
  }

  function submitPlace(row, place) {
    const form = row.querySelector("form");
    for (const [name, value] of [["act", "place"], ["place", place]]) {
      const input = document.createElement("input");
      input.type = "hidden";
      input.name = name;
      input.value = value;
      form.append(input);
    }
    form.submit();
  }
}
