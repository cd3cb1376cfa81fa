// Buttons that fold what they control. Without a script everything stays open and the buttons stay away.

for (const button of document.querySelectorAll("[data-fold]")) {
  const folded = document.getElementById(button.getAttribute("aria-controls"));
  button.hidden = false;
  button.addEventListener("click", () => {
    folded.hidden = !folded.hidden;
    button.setAttribute("aria-expanded", String(!folded.hidden));
  });
}
