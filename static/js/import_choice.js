// The preview of an import: as changes are ticked and unticked, the server computes what the year would add up to.
// Without this file the form has a button that does the same.

const PAUSE_MS = 200;

const form = document.querySelector("[data-import-choice]");
if (form) {
  const button = form.querySelector("[data-look]");
  if (button) button.hidden = true;
  let waiting;
  form.addEventListener("change", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => recompute(button), PAUSE_MS);
  });
}

let asking;

async function recompute(button) {
  asking?.abort();
  asking = new AbortController();
  const outcome = document.getElementById("import-outcome");
  outcome.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(addressOf(form), { signal: asking.signal, credentials: "same-origin" });
    if (!response.ok || response.redirected) throw new Error(String(response.status));
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    outcome.replaceChildren(...page.getElementById("import-outcome").childNodes);
  } catch (error) {
    if (error.name === "AbortError") return;
    button.hidden = false; // the way without a script
  }
  outcome.removeAttribute("aria-busy");
}

/** The page's address with the ticks as they stand; the page itself stays, so that no tick is lost. */
function addressOf(choice) {
  const address = new URL(location.href);
  address.search = "";
  address.searchParams.set("look", "1");
  for (const key of new FormData(choice).getAll("keep")) address.searchParams.append("keep", key);
  return address;
}
