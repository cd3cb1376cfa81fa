// Saving of the entry sheet. Each row is sent as it is left, with the version its boxes were seen at; what is not saved
// yet stays in this browser until it is. Figures are computed by the server only: its answer carries them as texts.

const form = document.querySelector("[data-score-sheet]");
const inputs = [...form.querySelectorAll("[name^='box:']")];
const told = form.querySelector("[data-told]");
const stateLine = form.querySelector("[data-save-state]");
const clashTemplate = document.querySelector("[data-clash-template]");

const STATES = { unsaved: "ยังไม่บันทึก", sending: "กำลังบันทึก", wrong: "ไม่ได้บันทึก", clash: "รอท่านเลือก" };
const PAUSES = [2, 4, 8, 16, 30, 60]; // seconds before another try

const keyOf = (input) => input.name.slice("box:".length);
const byKey = new Map(inputs.map((input) => [keyOf(input), input]));
const seenOf = (input) => form.elements.namedItem(`seen:${keyOf(input)}`);
const shownText = (input) => seenOf(input).value.replace(/^[^|]*\|/, "");
const rowOf = (element) => element?.closest?.("[data-row]");
const noteOf = (input) => document.getElementById(`${input.id}-note`);
const thai = (number) => String(number).replace(/\d/g, (digit) => "๐๑๒๓๔๕๖๗๘๙"[digit]);

const states = new Map(); // input → one of STATES; absent: as stored
const held = new Set(); // put back from an earlier visit: waits for a look
let isBusy = false;
let stopped = ""; // why nothing is sent: "login", or for good "refused"
let tries = 0; // without an answer, since the last one
let isRenewed = false; // a new token was fetched since the last answer
let timer = 0;
let savedAt = "";

// -- What is not saved stays in this browser ---------------------------------------------------------

const memoryKey = `scores:${form.dataset.user}:${form.dataset.assessment}`;
const kept = new Set(); // keys that this page wrote; another tab may keep others

function recall() {
  try {
    return JSON.parse(localStorage.getItem(memoryKey)) ?? {};
  } catch (error) {
    console.warn("nothing could be read back", error);
    return {};
  }
}

function remember() {
  const memory = recall();
  kept.forEach((key) => delete memory[key]);
  for (const input of states.keys()) {
    memory[keyOf(input)] = { text: input.value, seen: seenOf(input).value };
    kept.add(keyOf(input));
  }
  try {
    if (Object.keys(memory).length) localStorage.setItem(memoryKey, JSON.stringify(memory));
    else localStorage.removeItem(memoryKey);
  } catch (error) {
    console.warn("this browser keeps nothing; unsaved values live on this page only", error);
  }
}

function putBack() {
  for (const [key, { text, seen }] of Object.entries(recall())) {
    const input = byKey.get(key);
    kept.add(key);
    if (!input || input.value === text) continue;
    input.value = text;
    seenOf(input).value = seen; // as it was when this was typed: somebody else's change is noticed
    mark(input, "unsaved");
    held.add(input);
  }
  if (held.size) tell(`ค่าที่ท่านพิมพ์ไว้ ${thai(held.size)} ช่องยังไม่ได้บันทึก ระบบใส่กลับให้ในช่องเดิมแล้ว โปรดตรวจแล้วกดบันทึก`);
  remember();
}

// -- What the page shows -----------------------------------------------------------------------------

function mark(input, state) {
  if (state) states.set(input, state);
  else states.delete(input);
  const row = rowOf(input);
  const open = inputs.filter((other) => rowOf(other) === row && states.has(other)).map((other) => states.get(other));
  const worst = Object.keys(STATES).findLast((name) => open.includes(name));
  const line = row.querySelector("[data-state]");
  line.textContent = worst ? STATES[worst] : savedAt ? `บันทึกแล้ว ${savedAt}` : "";
  line.dataset.tone = worst && worst !== "sending" ? "warn" : "";
}

function note(input, ...content) {
  noteOf(input).replaceChildren(...content);
  input.toggleAttribute("aria-invalid", states.get(input) === "wrong");
}

function tell(sentence, link) {
  told.hidden = !sentence;
  told.replaceChildren(sentence ?? "", ...(link ? [" ", link] : []));
}

function show() {
  const open = states.size;
  const text = isBusy ? "กำลังบันทึก" : open ? `ยังไม่ได้บันทึก ${thai(open)} ช่อง` : savedAt ? `บันทึกครบแล้ว ${savedAt}` : "";
  if (stateLine.textContent !== text) stateLine.textContent = text;
  stateLine.dataset.tone = open && !isBusy ? "warn" : "";
}

function paint(painted) {
  for (const element of document.querySelectorAll("[data-paint]")) {
    const [text, tone] = painted[element.dataset.paint] ?? [element.textContent, element.dataset.tone];
    element.textContent = text;
    element.dataset.tone = tone;
  }
}

// -- Sending -----------------------------------------------------------------------------------------

async function save(everything = false) {
  if (isBusy || stopped) return show();
  const here = rowOf(document.activeElement);
  const isReady = (input) => states.get(input) === "unsaved" && (everything || (rowOf(input) !== here && !held.has(input)));
  const ready = inputs.filter(isReady);
  if (!ready.length) return show();
  clearTimeout(timer);
  isBusy = true;
  const sent = new Map(ready.map((input) => [input, input.value]));
  ready.forEach((input) => mark(input, "sending"));
  show();
  const outcome = await post(sent);
  isBusy = false;
  ready.filter((input) => states.get(input) === "sending").forEach((input) => mark(input, "unsaved"));
  remember();
  show();
  if (outcome === "saved") save(everything); // what was left meanwhile
}

async function post(sent) {
  const body = new URLSearchParams({ csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value });
  for (const [input, text] of sent) {
    body.set(input.name, text);
    body.set(seenOf(input).name, seenOf(input).value);
  }
  const response = await ask({ method: "POST", body, keepalive: document.visibilityState === "hidden" });
  if (response === null) return tryLater();
  if (response.type === "opaqueredirect" || response.status === 403) return renew();
  if (response.status === 404) return stop("ท่านไม่มีสิทธิ์บันทึกคะแนนของหน่วยงานนี้แล้ว ค่าที่ยังไม่ได้บันทึกอยู่ในเบราว์เซอร์นี้ โปรดติดต่อผู้ดูแลระบบของหน่วยงาน");
  const answer = await response.json().catch(() => null); // no portal in between answers in JSON
  if (response.status === 409) return stop(`${answer?.refusal ?? ""} ค่าที่ยังไม่ได้บันทึกอยู่ในเบราว์เซอร์นี้`);
  if (!response.ok || !answer) return tryLater();
  tries = 0;
  isRenewed = false;
  if (!held.size) tell("");
  settle(answer, sent);
  return "saved";
}

function ask(options = {}) {
  const headers = { Accept: "application/json" };
  return fetch(location.pathname, { headers, redirect: "manual", ...options }).catch(() => null); // null: no connection
}

function settle(answer, sent) {
  savedAt = answer.at;
  paint(answer.painted);
  for (const [input, text] of sent) {
    const key = keyOf(input);
    const { [key]: saved } = answer.saved;
    const isUntouched = input.value === text;
    held.delete(input);
    if (saved) {
      seenOf(input).value = saved.seen;
      if (isUntouched) input.value = saved.text;
      mark(input, isUntouched ? "" : "unsaved");
      note(input);
    } else if (key in answer.clashes) {
      clash(input, answer.clashes[key]);
    } else if (isUntouched) {
      refuse(input, answer.errors[key]);
    }
  }
}

function refuse(input, sentence) {
  const line = document.createElement("p");
  line.className = "entry-error";
  line.textContent = sentence;
  mark(input, "wrong");
  note(input, line);
}

function clash(input, { mine, theirs, told: sentence, seen, text }) {
  const fragment = clashTemplate.content.cloneNode(true);
  const [useMine, useTheirs] = fragment.querySelectorAll("[data-choice]");
  fragment.querySelector("[data-told]").textContent = `${sentence} เป็น ${theirs} ท่านพิมพ์ ${mine} จะใช้ค่าของใคร`;
  useMine.textContent = `ใช้ของท่าน ${mine}`;
  useTheirs.textContent = `ใช้ของเขา ${theirs}`;
  seenOf(input).value = seen;
  mark(input, "clash");
  note(input, fragment);
  useMine.addEventListener("click", () => decide(input, "unsaved"));
  useTheirs.addEventListener("click", () => {
    input.value = text;
    decide(input, "");
  });
}

function decide(input, state) {
  mark(input, state);
  note(input);
  input.focus();
  remember();
  save(true);
}

// -- When saving does not work -----------------------------------------------------------------------

function tryLater() {
  const pause = PAUSES[Math.min(tries, PAUSES.length - 1)];
  tries += 1;
  tell("ติดต่อระบบไม่ได้ในขณะนี้ ค่าที่ท่านพิมพ์ยังอยู่ครบ พิมพ์ต่อได้ ระบบจะบันทึกให้เองเมื่อติดต่อได้อีกครั้ง");
  timer = setTimeout(() => save(), pause * 1000);
}

function stop(sentence) {
  stopped = "refused";
  tell(sentence);
}

// After a new login, perhaps in another tab, the page needs a new token; somebody else's session is not used.
async function renew() {
  const response = await ask();
  const who = response?.ok ? await response.json().catch(() => null) : null;
  if (!response) return tryLater();
  if (!who) return askForLogin("ท่านออกจากระบบแล้วหรือหมดเวลาใช้งาน ค่าที่พิมพ์ยังอยู่ครบ โปรด");
  if (String(who.user) !== form.dataset.user) return askForLogin("เบราว์เซอร์นี้เข้าสู่ระบบด้วยบัญชีอื่นอยู่ ค่าที่พิมพ์จึงยังไม่ถูกบันทึก โปรดออกจากระบบของบัญชีนั้น แล้ว");
  form.elements.csrfmiddlewaretoken.value = who.token;
  stopped = "";
  if (isRenewed) return tryLater(); // refused also with a new token: not at once again
  isRenewed = true;
  tell("");
  setTimeout(() => save(true));
  return "renewed";
}

function askForLogin(sentence) {
  const link = document.createElement("a");
  link.href = form.dataset.login;
  link.target = "_blank";
  link.textContent = "เข้าสู่ระบบอีกครั้งในแท็บใหม่";
  stopped = "login";
  tell(sentence, link);
}

function comeBack() {
  if (stopped === "login") renew();
  else if (states.size) save(tries > 0);
}

// -- Wiring ------------------------------------------------------------------------------------------

form.addEventListener("input", ({ target }) => {
  if (!byKey.has(keyOf(target)) || states.get(target) === "clash") return remember();
  mark(target, target.value === shownText(target) ? "" : "unsaved");
  note(target);
  remember();
  show();
  if (target !== document.activeElement) setTimeout(() => save());
});
form.addEventListener("focusout", ({ target }) => {
  const row = rowOf(target);
  setTimeout(() => {
    if (rowOf(document.activeElement) === row) return;
    [...held].filter((input) => rowOf(input) === row).forEach((input) => held.delete(input));
    save();
  });
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  held.clear();
  tell("");
  save(true);
});
form.addEventListener("leftover", ({ detail }) => tell(`มี ${thai(detail)} ค่าที่ไม่มีช่องให้วาง เพราะเลยข้อสุดท้ายของส่วนนี้ ค่าอื่นวางลงช่องแล้ว`));
document.addEventListener("visibilitychange", () => (document.visibilityState === "hidden" ? save(true) : comeBack()));
window.addEventListener("focus", comeBack);
window.addEventListener("online", comeBack);
window.addEventListener("beforeunload", (event) => {
  if (!states.size) return;
  event.preventDefault();
  event.returnValue = true; // for browsers that ask for it so
});

putBack();
show();
