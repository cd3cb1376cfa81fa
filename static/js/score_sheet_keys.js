// Keyboard of the entry sheet. Enter and ↓ go to the next box of a column, Shift+Enter and ↑ back, ← and → between
// the parts of a question. A column pasted from a spreadsheet fills the boxes from here on.

const form = document.querySelector("[data-score-sheet]");
for (const told of document.querySelectorAll("[data-with-script]")) told.hidden = false;
const boxes = [...form.querySelectorAll("[data-chain]")];
const chains = [...new Set(boxes.map((box) => box.dataset.chain))];
const chainOf = (box) => boxes.filter((other) => other.dataset.chain === box.dataset.chain);
const inOrder = chains.flatMap((chain) => boxes.filter((box) => box.dataset.chain === chain));
const facts = [...form.querySelectorAll("input:not([type=hidden], [data-chain]), select")]; // of the announcement
const isVisible = (box) => box.getClientRects().length > 0;
const besides = (box) => [...box.closest("[data-row]").querySelectorAll("[data-chain]")];

function enter(box) {
  if (box) {
    box.focus();
    box.select?.();
  }
  return Boolean(box);
}

function step(box, direction) {
  let place = inOrder.indexOf(box) + direction;
  while (inOrder[place] && !isVisible(inOrder[place])) place += direction;
  return enter(inOrder[place]);
}

function stepThroughFacts(fact, direction) {
  const place = facts.indexOf(fact) + direction;
  return enter(place === facts.length ? inOrder[0] : facts[place]);
}

function stepAside(box, direction) {
  const isAtEdge = direction > 0 ? box.selectionEnd === box.value.length : box.selectionStart === 0;
  const row = besides(box);
  return isAtEdge && enter(row[row.indexOf(box) + direction]);
}

const moves = {
  Enter: (box, event) => step(box, event.shiftKey ? -1 : 1) || true, // Enter never sends the form
  ArrowDown: (box) => step(box, 1),
  ArrowUp: (box) => step(box, -1),
  ArrowRight: (box) => stepAside(box, 1),
  ArrowLeft: (box) => stepAside(box, -1),
};

form.addEventListener("keydown", (event) => {
  const isPlain = !event.altKey && !event.ctrlKey && !event.metaKey && !event.isComposing;
  const move = event.target.matches("[data-chain]") && isPlain && moves[event.key];
  if (move && move(event.target, event)) event.preventDefault();
  // A list keeps its Enter: it chooses there.
  const isTypedFact = isPlain && event.key === "Enter" && event.target.matches("input") && facts.includes(event.target);
  if (isTypedFact && stepThroughFacts(event.target, event.shiftKey ? -1 : 1)) event.preventDefault();
});

// Never past the last question of the instrument: a column too long is told, not guessed on.
form.addEventListener("paste", (event) => {
  const text = event.clipboardData.getData("text/plain");
  const lines = text.replace(/\r\n?/g, "\n").replace(/\n+$/, "").split("\n");
  if (!event.target.matches("[data-chain]") || (lines.length === 1 && !lines[0].includes("\t"))) return;
  event.preventDefault();
  const chain = chainOf(event.target);
  const start = chain.indexOf(event.target);
  let left = 0;
  lines.forEach((line, down) => {
    const first = chain[start + down];
    const row = first ? besides(first) : [];
    line.split("\t").forEach((cell, aside) => {
      const value = cell.trim();
      const box = row[row.indexOf(first) + aside];
      if (!value) return; // an empty cell takes nothing away
      if (!box) left += 1;
      else fill(box, value);
    });
  });
  if (left) form.dispatchEvent(new CustomEvent("leftover", { detail: left }));
});

function fill(box, value) {
  box.value = value;
  box.dispatchEvent(new Event("input", { bubbles: true }));
}
