// A form that takes its time is sent once: the second press of its button finds it closed.
for (const form of document.querySelectorAll("form[data-once]")) {
  const buttons = [...form.querySelectorAll("button[type=submit]")].map((button) => [button, button.textContent]);
  let isSent = false;
  form.addEventListener("submit", (event) => {
    if (isSent) {
      event.preventDefault();
      return;
    }
    isSent = true;
    for (const [button] of buttons) button.textContent = form.dataset.once || "กำลังดำเนินการ โปรดรอสักครู่";
  });
  // Back in the browser's own memory of the page.
  window.addEventListener("pageshow", () => {
    isSent = false;
    for (const [button, text] of buttons) button.textContent = text;
  });
}
