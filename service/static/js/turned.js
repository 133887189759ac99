/** Keeps the focus when a page of a list is turned and the link that did so is gone. */

let isTurning = false;

document.addEventListener("htmx:before:swap", () => {
  isTurning = document.activeElement?.closest(".paging") !== null;
});
document.addEventListener("htmx:after:swap", () => {
  if (isTurning && document.activeElement === document.body) document.querySelector("[data-list-start]")?.focus();
});
