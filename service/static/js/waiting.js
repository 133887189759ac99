// A form that takes long says that it is at work, and is not sent twice.

for (const form of document.querySelectorAll("form[data-waiting]")) {
  form.addEventListener("submit", (event) => {
    if (form.hasAttribute("aria-busy")) {
      event.preventDefault();
      return;
    }
    form.setAttribute("aria-busy", "true");
    form.querySelector(".progress").hidden = false;
  });
}

// Whoever goes back finds the form as it was, and may send it again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[aria-busy]")) {
    form.removeAttribute("aria-busy");
    form.querySelector(".progress").hidden = true;
  }
});
