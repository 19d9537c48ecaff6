// Everything works without this script. With it, an answer's steps are told while it is made, and the words behind a
// statement open beside the text.
"use strict";

const FAILED = "The question did not arrive. Check the connection and ask again.";

function say(box, text, kind) {
  const line = document.createElement("p");
  line.textContent = text;
  if (kind) line.className = kind;
  box.append(line);
}

function told(step) {
  const names = { reading: "Reading", understood: "Understood as", found: "Found", appraised: "Appraised", verified: "Checked" };
  return `${names[step.name] || step.name}: ${step.result}`;
}

function* events(text) {
  for (const block of text.split("\n\n")) {
    const name = /^event: (.*)$/m.exec(block);
    const content = /^data: (.*)$/m.exec(block);
    if (name && content) yield [name[1], JSON.parse(content[1])];
  }
}

async function follow(response, box) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return false;
    rest += value;
    const end = rest.lastIndexOf("\n\n");
    if (end < 0) continue;
    for (const [name, content] of events(rest.slice(0, end))) {
      if (name === "done") { location.assign(content.path); return true; }
      if (name === "trouble") { say(box, content.reason, "trouble"); return true; }
      say(box, told(content));
    }
    rest = rest.slice(end + 2);
  }
}

async function ask(event) {
  const form = event.currentTarget;
  const box = document.querySelector(".steps");
  if (!box || !window.TextDecoderStream) return;
  event.preventDefault();
  const button = form.querySelector("button:not([type=button])");
  button.disabled = true;
  box.replaceChildren();
  box.hidden = false;
  box.scrollIntoView({ block: "nearest" });
  try {
    const response = await fetch(form.action, {
      method: "POST", body: new URLSearchParams(new FormData(form)), headers: { Accept: "text/event-stream" },
    });
    if (!response.ok) {
      const wait = response.headers.get("Retry-After");
      say(box, wait ? `Many people are here right now. Please ask again in ${wait} seconds.` : FAILED, "trouble");
    } else if (!(await follow(response, box))) {
      say(box, FAILED, "trouble");
    }
  } catch {
    say(box, FAILED, "trouble");
  } finally {
    button.disabled = false;
  }
}

let opener = null;

function close() {
  const panel = document.getElementById("beside");
  if (!panel || panel.hidden) return;
  panel.hidden = true;
  panel.replaceChildren();
  panel.parentElement.classList.remove("open");
  if (opener) { opener.setAttribute("aria-expanded", "false"); opener.focus(); }
  opener = null;
}

async function open(event) {
  const link = event.currentTarget;
  const panel = document.getElementById("beside");
  if (!panel || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  let words = null;
  try {
    const response = await fetch(link.href);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    words = page.getElementById("words");
  } catch { /* the page of the words says what is wrong */ }
  if (!words) { location.assign(link.href); return; }
  close();
  const button = document.createElement("button");
  button.type = "button";
  button.className = "close";
  button.textContent = "Close";
  button.addEventListener("click", close);
  const title = words.querySelector("h1");
  if (title) { const smaller = document.createElement("h2"); smaller.className = "beside-title"; smaller.textContent = title.textContent; title.replaceWith(smaller); }
  for (const part of words.querySelectorAll("[id]")) part.removeAttribute("id");
  for (const part of words.querySelectorAll("[aria-labelledby]")) part.removeAttribute("aria-labelledby");
  panel.replaceChildren(button, document.importNode(words, true));
  panel.hidden = false;
  panel.parentElement.classList.add("open");
  opener = link;
  link.setAttribute("aria-expanded", "true");
  panel.focus();
  const marked = panel.querySelector("mark");
  if (marked) marked.scrollIntoView({ block: "nearest" });
}

for (const form of document.querySelectorAll("form[data-ask]")) form.addEventListener("submit", ask);
for (const link of document.querySelectorAll("a[data-words]")) link.addEventListener("click", open);
document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
// A printed page has nothing to press: what is folded is opened first, and folded again after.
let folded = [];
window.addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("details.part-of:not([open])")];
  for (const part of folded) part.open = true;
});
window.addEventListener("afterprint", () => { for (const part of folded) part.open = false; });
for (const box of document.querySelectorAll(".ask textarea")) {
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) box.form.requestSubmit();
  });
}
