// Rows of a form are added, moved and removed in the page; without this file the server does the same.

for (const group of document.querySelectorAll("[data-repeat]")) {
  const rows = group.querySelector("[data-repeat-rows]");
  const blank = group.querySelector("[data-repeat-blank]");
  let count = rows.children.length;

  const acts = {
    add() {
      const row = freshRow();
      rows.append(row);
      return row;
    },
    up(row) {
      row.previousElementSibling?.before(row);
      return row;
    },
    down(row) {
      row.nextElementSibling?.after(row);
      return row;
    },
    remove(row) {
      const neighbour = row.nextElementSibling ?? row.previousElementSibling;
      row.remove();
      return neighbour ?? acts.add();
    },
  };

  function freshRow() {
    const row = blank.content.firstElementChild.cloneNode(true);
    const number = count++;
    for (const node of row.querySelectorAll("[id], [for]")) {
      for (const name of ["id", "for"]) {
        const value = node.getAttribute(name);
        if (value) node.setAttribute(name, value.replace("__row__", number));
      }
    }
    return row;
  }

  group.addEventListener("click", (event) => {
    const button = event.target.closest("[data-repeat-act]");
    if (!button) return;
    event.preventDefault();
    const act = button.dataset.repeatAct;
    const row = acts[act](button.closest("[data-repeat-row]"));
    const next = act === "up" || act === "down" ? row.querySelector(`[data-repeat-act="${act}"]`) : null;
    (next ?? row.querySelector("textarea, input:not([type=hidden])")).focus();
  });
}
