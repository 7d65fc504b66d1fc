// What is typed in a form and not sent yet: kept for this tab, and put back where the form is shown.

const KEPT = "form[data-add], form[data-declare], form[data-settle]";
/** What of a page is kept under which name: forms by what they send, answers by the page. */
const nameOf = (form) => {
  const { add, pick = "", declare, settle } = form.dataset;
  return JSON.stringify([location.pathname, add ?? declare ?? settle, pick]);
};
const answersName = () => JSON.stringify([location.pathname]);

const valuesOf = (form) => [...new FormData(form)].filter(([, value]) => value !== "");
const formsOf = (place) => [...place.querySelectorAll(KEPT)];

/** Keep what a form says, and nothing where it says nothing. */
export function keep(form) {
  if (!form.matches(KEPT)) return;
  const values = valuesOf(form);
  if (values.length) sessionStorage.setItem(nameOf(form), JSON.stringify(values));
  else sessionStorage.removeItem(nameOf(form));
}

/** Keep nothing any more of a form that was sent. */
export const forget = (form) => sessionStorage.removeItem(nameOf(form));

/** Put back what was typed, and say that it is not saved. */
export function putBack(place) {
  for (const form of formsOf(place)) {
    const values = JSON.parse(sessionStorage.getItem(nameOf(form)) ?? "[]");
    if (!values.length) continue;
    for (const [name, value] of values) {
      for (const control of form.querySelectorAll("input, textarea, select")) {
        if (control.name !== name) continue;
        if (control.type === "radio") control.checked = control.value === value;
        else control.value = value;
      }
    }
    open(form);
    const told = document.createElement("p");
    told.className = "problem";
    told.dataset.draft = "";
    told.textContent = document.body.dataset.draft;
    form.prepend(told);
  }
}

/** Unfold what a form stands in. */
function open(form) {
  if (form.hidden) {
    form.hidden = false;
    document.querySelector(`[data-open="${form.id}"]`)?.setAttribute("aria-expanded", "true");
  }
  for (let at = form.parentElement; at; at = at.parentElement) {
    if (at.localName === "details") at.open = true;
  }
}

/** Return the forms in which something stands that is not sent. */
export const waiting = () => formsOf(document).filter((form) => valuesOf(form).length);

/** Keep answers that are not saved while the page is left; return those that were kept. */
export const keepAnswers = (answers) =>
  answers.length
    ? sessionStorage.setItem(answersName(), JSON.stringify(answers))
    : sessionStorage.removeItem(answersName());
export const keptAnswers = () => JSON.parse(sessionStorage.getItem(answersName()) ?? "[]");
