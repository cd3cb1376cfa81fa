// The page of a long work asks every other second how far it is. Without a script the page comes again by itself.

const EVERY = 2000; // milliseconds
const shown = document.querySelector("[data-job]");

async function look() {
  let page;
  try {
    const response = await fetch(window.location.href, { headers: { Accept: "text/html" } });
    page = new DOMParser().parseFromString(await response.text(), "text/html");
  } catch {
    // The network is away for a moment: asked again later.
    window.setTimeout(look, EVERY);
    return;
  }
  const now = page.querySelector("[data-job]");
  if (!now) {
    // Over, or logged out meanwhile: the whole page says what it means.
    window.location.reload();
    return;
  }
  if (now.innerHTML !== shown.innerHTML) shown.replaceChildren(...document.importNode(now, true).childNodes);
  window.setTimeout(look, EVERY);
}

if (shown) window.setTimeout(look, EVERY);
