/** The slider over the years: says the year beside it, and plays from the first to the last. */

const STEP_MS = 800;

export class Years {
  constructor(slider, output, button) {
    Object.assign(this, { slider, output, button, timer: 0 });
    slider.addEventListener("input", () => this.say());
    slider.addEventListener("pointerdown", () => this.pause());
    slider.addEventListener("keydown", () => this.pause());
    button.hidden = false;
    button.addEventListener("click", () => (this.timer ? this.pause() : this.play()));
    this.say();
  }

  say() {
    this.output.textContent = this.slider.value;
  }

  play() {
    if (this.slider.value === this.slider.max) this.go(this.slider.min);
    this.timer = setInterval(() => this.step(), STEP_MS);
    this.button.textContent = this.button.dataset.pause;
  }

  step() {
    if (this.slider.value === this.slider.max) this.pause();
    else this.go(Number(this.slider.value) + 1);
  }

  go(year) {
    this.slider.value = year;
    this.slider.dispatchEvent(new Event("input", { bubbles: true }));
  }

  stop() {
    clearInterval(this.timer);
    this.timer = 0;
    this.button.textContent = this.button.dataset.play;
  }

  /** Stop, and let the table follow: while it plays, only the picture does. */
  pause() {
    if (!this.timer) return;
    this.stop();
    this.slider.dispatchEvent(new Event("change", { bubbles: true }));
  }
}
