// "ใช้ข้อความนี้" puts a text into its boxes without leaving the page; what stood there comes back on request.

const undo = document.querySelector("[data-undo-fill]");
const used = document.querySelector("[name=used_text]");
let before = [];

for (const button of document.querySelectorAll("[data-fill]")) {
  button.addEventListener("click", (event) => {
    event.preventDefault();
    const texts = [...button.parentElement.querySelectorAll("[data-fills]")];
    const boxes = texts.map((text) => document.getElementById(text.dataset.fills));
    before = boxes.map((box) => [box, box.value]);
    boxes.forEach((box, place) => {
      box.value = texts[place].textContent;
    });
    used.value = button.value;
    undo.hidden = false;
    boxes[0].focus();
    boxes[0].scrollIntoView({ block: "center" });
  });
}

undo?.querySelector("button").addEventListener("click", () => {
  for (const [box, value] of before) box.value = value;
  used.value = "";
  undo.hidden = true;
  before[0]?.[0].focus();
});
