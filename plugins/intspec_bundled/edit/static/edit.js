// The pages' script: it sends answers to this machine, and shows what comes back.

import { forget, keep, keepAnswers, keptAnswers, putBack, waiting } from "./drafts.js";

const message = document.getElementById("message");
const page = document.getElementById("page");
const here = crypto.randomUUID();
let last = Promise.resolve();

/** Send an object, and return what the editor answers; null where it does not answer. */
async function send(path, asked, keepalive = false) {
  try {
    const answer = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ page: page?.dataset.page ?? "", show: page?.dataset.show ?? "", ...asked }),
      keepalive,
    });
    const kind = answer.headers.get("content-type") ?? "";
    return kind.startsWith("application/json") ? await answer.json() : { message: await answer.text() };
  } catch {
    return { message: document.body.dataset.gone };
  }
}

/** Send one after the other, so that each is about the file that the one before left. */
function queued(path, asked) {
  const sent = last.then(() => send(path, typeof asked === "function" ? asked() : asked));
  last = sent.catch(() => undefined);
  return sent;
}

/** Return the bytes of a file as letters (base64), which this machine alone is sent. */
function lettersOf(file) {
  return new Promise((done) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result.split(",")[1] ?? "");
    reader.onerror = () => done("");
    reader.readAsDataURL(file);
  });
}

const wordsOf = (field) => {
  const boxes = [...field.querySelectorAll("input[type=checkbox], input[type=radio]")];
  if (!boxes.length) {
    // A list to pick from may be empty.
    const control = field.querySelector("input, textarea, select");
    return control ? control.value.replaceAll("\r\n", "\n") : field.dataset.was;
  }
  const chosen = boxes.filter((box) => box.checked).map((box) => box.value);
  if (boxes[0].type === "radio") return chosen[0] ?? "";
  // What the file names and no box stands for stays, and so does the order.
  const known = new Set(boxes.map((box) => box.value));
  const was = field.dataset.was ? field.dataset.was.split("\n") : [];
  const kept = was.filter((word) => !known.has(word) || chosen.includes(word));
  return [...kept, ...chosen.filter((word) => !kept.includes(word))].join("\n");
};
const fieldsOf = () => [...document.querySelectorAll(".field[data-at]")];
const answers = () =>
  fieldsOf()
    .map((field) => ({ at: field.dataset.at, was: field.dataset.was, now: wordsOf(field) }))
    .filter((answer) => answer.now !== answer.was);

/** Say of each field why its answer is not saved; nothing where it is. */
function tell(problems = {}, conflicts = {}) {
  for (const field of fieldsOf()) {
    const problem = problems[field.dataset.at] ?? "";
    const told = field.querySelector(".problem");
    if (told && told.textContent !== problem) told.textContent = problem;
    for (const control of field.querySelectorAll("input, textarea, select")) {
      if (problem) control.setAttribute("aria-invalid", "true");
      else control.removeAttribute("aria-invalid");
    }
    field.querySelector(".conflict")?.remove();
    if (field.dataset.at in conflicts) field.append(conflictOf(field, conflicts[field.dataset.at]));
  }
}

/** Show what the file says and what was typed, with a button for each. */
function conflictOf(field, theirs) {
  const box = document.createElement("div");
  box.className = "conflict";
  box.setAttribute("role", "alert");
  const words = page.querySelector("#conflict-words").dataset;
  for (const [label, text] of [[words.file, theirs], [words.you, wordsOf(field)]]) {
    const line = document.createElement("p");
    line.textContent = `${label} ${text || "–"}`;
    box.append(line);
  }
  const button = (label, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = label;
    made.addEventListener("click", act);
    box.append(made, " ");
  };
  button(words.keepFile, () => location.reload());
  button(words.keepMine, () => {
    field.dataset.was = theirs;
    void save(true);
  });
  return box;
}

/** Put parts of the page in place, and keep the focus, what is open, and what is not saved yet. */
function put(parts = {}) {
  for (const [name, html] of Object.entries(parts)) {
    const place = document.getElementById(name);
    if (!place) continue;
    const focus = place.contains(document.activeElement) ? keysOf(document.activeElement) : [];
    const scrolled = place.querySelector(".printed")?.scrollTop ?? 0;
    const open = new Map([...place.querySelectorAll("details")].map((one) => [foldOf(one), one.open]));
    const held = name === "main" ? answers() : [];
    const problems = Object.fromEntries(held.map(({ at }) => [at, problemOf(at)]));
    place.innerHTML = html;
    for (const one of place.querySelectorAll("details")) one.open = open.get(foldOf(one)) ?? one.open;
    const printed = place.querySelector(".printed");
    if (printed) printed.scrollTop = scrolled;
    for (const answer of held) hold(answer);
    if (held.length) tell(problems);
    putBack(place);
    focusOn(place, focus);
  }
}

const fieldAt = (at) => fieldsOf().find((one) => one.dataset.at === at);
const problemOf = (at) => fieldAt(at)?.querySelector(".problem")?.textContent ?? "";

/** Name what can be folded: the same when it is loaded anew, whatever stands before it. */
const foldOf = (fold) => {
  const summary = fold.querySelector("summary")?.textContent.trim() ?? "";
  return fold.id || `${fold.parentElement.closest("[id]")?.id ?? ""} ${summary}`;
};

/** Put an answer that is not saved back into its field. */
function hold(answer) {
  const field = fieldAt(answer.at);
  if (!field || field.dataset.was !== answer.was) return;
  const chosen = new Set(answer.now.split("\n"));
  const boxes = field.querySelectorAll("input[type=checkbox], input[type=radio]");
  for (const box of boxes) box.checked = chosen.has(box.value);
  const control = field.querySelector("input[type=text], textarea, select");
  if (control && !boxes.length) control.value = answer.now;
  for (let at = field; at; at = at.parentElement) if (at.localName === "details") at.open = true;
}

/** Name what has the focus, and what it stands in, the nearest first. */
function keysOf(element) {
  const keys = [];
  for (let at = element; at && at.localName !== "main"; at = at.parentElement) {
    const { add, declare, settle, pick = "", do: done, at: place, no, show: view, open } = at.dataset;
    const known = [done, place, no, view, open].filter((one) => one !== undefined);
    if (at.id) keys.push(`#${at.id}`);
    else if (at.localName === "form") keys.push(`+${add ?? declare ?? settle} ${pick}`);
    else if (at.localName === "summary") keys.push(`v${foldOf(at.parentElement)}`);
    else if (at.localName === "a") keys.push(at.href);
    else if (at.name) keys.push(`${at.name}=${at.value}`);
    else if (at.localName === "button" && known.length) keys.push(known.join(" "));
  }
  return keys;
}

/** Put the focus on the first that is still there: itself, what adds another, or its group. */
function focusOn(place, keys) {
  if (!keys.length) return;
  const all = [...place.querySelectorAll("input, button, form, summary, a, [id]")];
  const named = new Map(all.reverse().map((one) => [keysOf(one)[0], one]));
  const found = keys.map((key) => named.get(key)).find((one) => one);
  // Of a form that folds again, and of what is folded, only the summary can have it.
  const fold = found?.matches("form, details") ? found.closest("details") : found?.closest("details:not([open])");
  const to = fold?.querySelector("summary") ?? found ?? place;
  if (to.tabIndex < 0) to.tabIndex = -1;
  to.focus();
}

/** Return the words of a label, a summary or a button: what it asks for, without remarks. */
const calledBy = (element) =>
  [...(element?.childNodes ?? [])]
    .filter((one) => !one.classList?.contains("needed"))
    .map((one) => one.textContent.trim().replace(/\s+/g, " "))
    .filter(Boolean)
    .join(" ");

/** Say in the bar what was done, and what of this page is not saved. */
function say(done) {
  const open = answers().map(({ at }) => calledBy(fieldAt(at).querySelector(".label")));
  const forms = waiting().map((form) =>
    calledBy(form.closest("details.adder, li")?.querySelector("summary") ?? document.querySelector(`[data-open="${form.id}"]`)),
  );
  const what = [...new Set([...open, ...forms])].filter(Boolean).join("; ");
  const left = what ? document.body.dataset.unsaved.replace("{what}", what) : "";
  message.textContent = [done, left].filter(Boolean).join(" ");
}

/** Show what the editor answered. */
function show(answer) {
  if (answer.go) return location.assign(answer.go);
  put(answer.parts);
  if (answer.message !== undefined || answer.problems) say(answer.message ?? "");
  return undefined;
}

/** Save what is answered; the fields then say what the file says. */
async function save(main = false) {
  let sent = [];
  const answer = await queued("/save", () => ({ answers: (sent = answers()), main }));
  const open = { ...answer.problems, ...answer.conflicts };
  if (answer.problems) {
    for (const { at, now } of sent) {
      const field = fieldAt(at);
      if (field && !(at in open)) field.dataset.was = now;
    }
  }
  show(answer);
  if (answer.problems) tell(answer.problems, answer.conflicts);
}

let typing = false;
let again = false;
/** Show what follows from what is typed; the newest when the one before has come back. */
async function preview() {
  if (typing) {
    again = true;
    return;
  }
  typing = true;
  const answer = await queued("/preview", () => ({ answers: answers() }));
  typing = false;
  put(answer.parts);
  if (again) {
    again = false;
    void preview();
  }
}

function told(form, problems = {}) {
  for (const place of form.querySelectorAll("[data-problem]")) {
    place.textContent = problems[place.dataset.problem] ?? "";
  }
  const first = form.querySelector("[data-problem]:not(:empty)");
  first?.closest(".field, fieldset")?.querySelector("input, textarea, select")?.focus();
}

/** Show what became of a form; what was taken is not kept any more, and its form folds. */
function became(form, answer) {
  if (answer.problems && !Object.keys(answer.problems).length) {
    forget(form);
    form.reset();
    form.closest("details.adder")?.removeAttribute("open");
  }
  show(answer);
  told(form, answer.problems);
}

const valuesOf = (form) =>
  Object.fromEntries([...new FormData(form)].filter(([, value]) => typeof value === "string"));

document.addEventListener("input", (event) => {
  if (event.target.form) keep(event.target.form);
  if (event.target.closest(".field[data-at]") && page) void preview();
});

document.addEventListener("change", (event) => {
  const field = event.target.closest(".field[data-at]");
  if (field) void save("again" in field.dataset);
});

document.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  if ("fileTo" in form.dataset) {
    const [file] = form.querySelector("input").files;
    const content = file ? await lettersOf(file) : "";
    const answer = await queued(form.dataset.fileTo, { name: file?.name ?? "", content });
    told(form, answer.problems);
    show(answer);
    return;
  }
  if ("settle" in form.dataset) {
    const remark = form.closest("li");
    const said = { how: "", ...valuesOf(form) };
    const answer = await queued("/settle", { id: form.dataset.settle, ...said });
    if (!answer.problems) forget(form);
    show(answer);
    told(form, answer.problems);
    if (answer.problems) return;
    remark.focus();
    // Who settles one remark most likely settles the next.
    for (const name of document.querySelectorAll("input[name=by]")) name.value ||= said.by;
    return;
  }
  if (form.id === "begin") {
    const data = new FormData(form);
    const arms = [...form.querySelectorAll(".arm")].map((arm) => ({
      name: arm.querySelector("input").value,
      role: arm.querySelector("select").value,
    }));
    const answer = await queued("/begin", {
      title: data.get("title"),
      stage: data.get("stage") ?? "",
      described_by: data.get("described_by") ?? "",
      checklists: data.getAll("checklists"),
      fictitious: data.has("fictitious"),
      arms,
    });
    told(form, answer.problems);
    show(answer);
    return;
  }
  if (answers().length) await save();
  const values = valuesOf(form);
  if ("add" in form.dataset) {
    const { "short-name": name = "", ...said } = values;
    const asked = { at: form.dataset.add, pick: form.dataset.pick, name, values: said };
    became(form, await queued("/add", asked));
  } else if ("declare" in form.dataset) {
    became(form, await queued("/declare", { arm: form.dataset.declare, ...values }));
  }
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const { dataset } = button;
  if ("do" in dataset) {
    if (answers().length) await save();
    const asked = {};
    if ("at" in dataset) asked.at = dataset.at;
    if ("number" in dataset) asked.number = Number(dataset.number);
    show(await queued(dataset.do, asked));
  } else if ("no" in dataset) {
    const answer = { at: dataset.no, was: dataset.was, now: "no" };
    const back = await queued("/save", { answers: [answer], main: true });
    show(back);
    tell(back.problems, back.conflicts);
  } else if ("open" in dataset) {
    const form = document.getElementById(dataset.open);
    form.hidden = !form.hidden;
    button.setAttribute("aria-expanded", String(!form.hidden));
    if (!form.hidden) form.querySelector("select").focus();
  } else if ("go" in dataset) {
    if (dataset.go) location.assign(dataset.go);
  } else if (dataset.show) {
    page.dataset.show = dataset.show;
    const back = await queued("/preview", () => ({ answers: answers() }));
    put(back.parts);
  }
});

window.addEventListener("pageshow", () => void send("/pages", { id: here, open: true }));
window.addEventListener("pagehide", () => keepAnswers(answers()));
window.addEventListener("pagehide", () => void send("/pages", { id: here, open: false }, true));
const narrow = matchMedia("(max-width: 44rem)");
/** Fold the list of questions where it would stand before the question itself. */
const foldList = () => document.querySelector("details.items")?.toggleAttribute("open", !narrow.matches);
narrow.addEventListener("change", foldList);
foldList();
for (const answer of keptAnswers()) hold(answer);
putBack(document);
if (answers().length || waiting().length) say("");
