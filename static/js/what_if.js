// The what-if panel: a slider beside each box; every change asks the page's own address, and the server computes.
// Without this file the panel is a form with a button.

const PAUSE_MS = 200;
const REPLACED = ["what-if-outcome", "what-if-summary", "what-if-errors"];

const form = document.querySelector("[data-what-if]");
if (form) {
  for (const box of form.querySelectorAll("[data-what-if-box]")) addSlider(box);
  form.addEventListener("input", changed);
}

/** A slider from 0 to 100 beside a box; each follows the other. */
function addSlider(box) {
  const slider = document.createElement("input");
  slider.type = "range";
  slider.min = "0";
  slider.max = "100";
  slider.step = "0.5";
  slider.setAttribute("aria-label", `เลื่อนคะแนน ${box.labels[0].textContent.trim()}`);
  const follow = () => {
    const score = readScore(box.value);
    if (Number.isFinite(score)) slider.value = score;
  };
  follow();
  slider.addEventListener("input", () => {
    box.value = Number(slider.value).toFixed(2);
  });
  box.addEventListener("input", follow);
  box.after(slider);
}

/** Enough to place a slider; the server reads what was typed. */
function readScore(text) {
  const arabic = text.replace(/[๐-๙]/g, (digit) => String("๐๑๒๓๔๕๖๗๘๙".indexOf(digit))).replace(",", ".");
  return arabic.trim() === "" ? NaN : Number(arabic);
}

let waiting;
let asking;

function changed(event) {
  if (event.target.name === "add") return; // a new question takes a new page
  clearTimeout(waiting);
  waiting = setTimeout(recompute, PAUSE_MS);
}

async function recompute() {
  asking?.abort();
  asking = new AbortController();
  const address = addressOf(form);
  const outcome = document.getElementById("what-if-outcome");
  outcome.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(address, { signal: asking.signal, credentials: "same-origin" });
    if (!response.ok || response.redirected) throw new Error(String(response.status));
    show(new DOMParser().parseFromString(await response.text(), "text/html"));
    history.replaceState(null, "", address);
  } catch (error) {
    if (error.name === "AbortError") return;
    outcome.removeAttribute("aria-busy");
    tellFailure();
  }
}

/** The page's address with the boxes as they stand. */
function addressOf(panel) {
  const address = new URL(location.href);
  const scores = new FormData(panel);
  scores.delete("add");
  address.search = new URLSearchParams(scores).toString();
  return address;
}

/** Takes over what depends on the boxes; the boxes themselves stay as they are being typed in. */
function show(page) {
  for (const id of REPLACED) {
    const fresh = page.getElementById(id);
    document.getElementById(id).replaceChildren(...fresh.childNodes);
    document.getElementById(id).removeAttribute("aria-busy");
  }
  for (const box of form.querySelectorAll("[data-what-if-box]")) {
    const error = page.getElementById(`error-${box.name}`)?.textContent ?? "";
    document.getElementById(`error-${box.name}`).textContent = error;
    if (error) box.setAttribute("aria-invalid", "true");
    else box.removeAttribute("aria-invalid");
  }
}

function tellFailure() {
  const notice = document.createElement("p");
  notice.className = "notice notice--error";
  notice.textContent = "คำนวณใหม่ไม่ได้ในขณะนี้ ตัวเลขที่เห็นยังเป็นของเดิม โปรดตรวจการเชื่อมต่อแล้วกดปุ่มคำนวณ";
  document.getElementById("what-if-errors").replaceChildren(notice);
}
