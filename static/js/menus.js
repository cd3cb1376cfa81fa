// Menus of the header (data-menu) close with Escape, giving the focus back, and when the person goes on elsewhere.

const menus = [...document.querySelectorAll("details[data-menu]")];

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = menus.find((menu) => menu.open);
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});

for (const event of ["click", "focusin"]) {
  document.addEventListener(event, ({ target }) => {
    for (const menu of menus) if (menu.open && !menu.contains(target)) menu.open = false;
  });
}
