// The review copy's only script: it puts what is written into the page's block of data, and saves the page.
{
  const fresh = document.documentElement.cloneNode(true);
  const { dataset } = document.body;
  const message = document.getElementById("message");
  const who = document.getElementById("name");
  const problem = document.getElementById("name-problem");
  const boxes = [...document.querySelectorAll("textarea")];
  const data = JSON.parse(document.getElementById("remarks").textContent);
  let open = false;

  // What was saved before can be gone on with.
  who.value = data.name;
  for (const { about, arm, text } of data.remarks) {
    const box = boxes.find((one) => one.dataset.about === about && one.dataset.arm === arm);
    if (box) box.value = text;
  }

  const save = () => {
    const name = who.value.trim();
    problem.textContent = name ? "" : dataset.noName;
    who.setAttribute("aria-invalid", String(!name));
    if (!name) {
      who.focus();
      return;
    }
    const remarks = boxes
      .filter((box) => box.value.trim())
      .map((box) => ({ about: box.dataset.about, arm: box.dataset.arm, text: box.value.trim() }));
    if (!remarks.length) {
      message.textContent = dataset.nothing;
      return;
    }
    // No mark of HTML stands in the block, so that nothing in it can end it.
    const block = JSON.stringify({ ...data, name, remarks }).replaceAll("<", "\\u003c");
    fresh.querySelector("#remarks").textContent = block;
    const page = new Blob(["<!DOCTYPE html>\n", fresh.outerHTML, "\n"], { type: "text/html" });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(page);
    link.download = `${[dataset.file, ...(name.match(/[\p{L}\p{N}]+/gu) ?? [])].join("-")}.html`;
    link.click();
    open = false;
    message.textContent = dataset.saved.replace("{name}", link.download);
  };

  for (const button of document.querySelectorAll("button.save")) button.addEventListener("click", save);
  document.addEventListener("input", () => (open = true));
  window.addEventListener("beforeunload", (event) => {
    if (open) event.preventDefault();
  });
}
