// What is typed in a form with data-keep stays in this browser until the server has said that it is stored.
//
// The server says so with an element data-kept of the same name, on whatever page it answers with. Files are never kept.

const DAYS = 14 * 24 * 60 * 60 * 1000; // a text nobody came back for is thrown away
const PREFIX = "typed:";

function read(name) {
  try {
    const kept = JSON.parse(localStorage.getItem(PREFIX + name));
    return kept && Date.now() - kept.at < DAYS ? kept : null;
  } catch {
    return null;
  }
}

function forget(name) {
  try {
    localStorage.removeItem(PREFIX + name);
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}

function typedIn(form) {
  return [...new FormData(form)].filter(
    ([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken" && value !== "",
  );
}

function keep(form) {
  const kept = { at: Date.now(), typed: typedIn(form) };
  try {
    localStorage.setItem(PREFIX + form.dataset.keep, JSON.stringify(kept));
  } catch {
    // Full or forbidden: the form works as without this file.
  }
}

function boxesOf(form, name) {
  return [...form.elements].filter((box) => box.name === name && box.type !== "submit");
}

// Rows that repeat share their names: as many rows as were typed, in the order of the page.
function makeRoom(form, name, count) {
  const group = boxesOf(form, name)[0]?.closest("[data-repeat]");
  const add = group?.querySelector('[data-repeat-act="add"]');
  while (add && boxesOf(form, name).length < count) add.click();
}

function putBack(form, kept) {
  const values = new Map();
  for (const [name, value] of kept.typed) values.set(name, [...(values.get(name) ?? []), value]);
  for (const [name, typed] of values) {
    makeRoom(form, name, typed.length);
    const boxes = boxesOf(form, name);
    boxes.forEach((box, place) => {
      if (box.type === "radio" || box.type === "checkbox") box.checked = typed.includes(box.value);
      else if (box.type !== "file" && place < typed.length) box.value = typed[place];
    });
  }
}

// What was not stored stands in its boxes again at once, so that typing on never covers it; one button starts afresh.
function bringBack(form, kept) {
  if (JSON.stringify(kept.typed) === JSON.stringify(typedIn(form))) return;
  const asServed = typedIn(form);
  putBack(form, kept);
  const notice = form.querySelector("[data-keep-notice]");
  if (!notice) return;
  notice.hidden = false;
  notice.querySelector("[data-keep-discard]").addEventListener("click", () => {
    form.reset();
    putBack(form, { typed: asServed });
    forget(form.dataset.keep);
    notice.hidden = true;
    form.querySelector("textarea")?.focus();
  });
}

for (const told of document.querySelectorAll("[data-kept]")) forget(told.dataset.kept);

for (const form of document.querySelectorAll("form[data-keep]")) {
  const kept = read(form.dataset.keep);
  const isAnswer = form.hasAttribute("data-keep-answered"); // what was sent stands in the form, with what is wrong
  if (kept && !isAnswer) bringBack(form, kept);
  if (isAnswer) keep(form);
  form.addEventListener("input", () => keep(form));
  form.addEventListener("change", () => keep(form));
  form.addEventListener("submit", () => keep(form));
}
