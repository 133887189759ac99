/** The button that gives picture, fields and panel the whole screen; Escape gives it back. */

/** `element` goes to the whole screen by `button`, which stays hidden where the browser cannot; `resized()` is called
 * whenever the picture gets another size. */
export function offerWholeScreen(button, element, resized) {
  if (!document.fullscreenEnabled) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else element.requestFullscreen();
  });
  document.addEventListener("fullscreenchange", () => {
    const isWhole = document.fullscreenElement === element;
    button.textContent = isWhole ? button.dataset.leave : button.dataset.enter;
    requestAnimationFrame(resized);
  });
}
