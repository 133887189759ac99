/** Draws fewer ties, and no names, while the picture moves, where this computer is too slow for all; at rest all are there. */

const SLOW_FRAME_MS = 34; // slower than 30 frames per second
const LEAST = 0.1; // of the ties that are always drawn
const REST_MS = 180; // so long after the last movement the picture is at rest

export class Thinning {
  constructor() {
    this.learned = 1; // which share of the ties this computer keeps up with
    this.isMoving = false;
  }

  /** The share of the ties to draw now. */
  get share() {
    return this.isMoving ? this.learned : 1;
  }

  /** Whether the picture moves and this computer does not keep up with all of it. */
  get isHurried() {
    return this.isMoving && this.learned < 1;
  }

  /** Watch a picture in `container`: how long its frames take while its camera moves, and when it comes to rest. */
  watch(sigma, container) {
    const show = () => container.classList.toggle("picture--hurried", this.isHurried);
    let begun = 0;
    let timer = 0;
    sigma.getCamera().on("updated", () => {
      this.isMoving = true;
      clearTimeout(timer);
      timer = setTimeout(() => {
        this.isMoving = false;
        show();
        if (this.learned < 1) sigma.scheduleRender();
      }, REST_MS);
      show();
    });
    sigma.on("beforeRender", () => (begun = performance.now()));
    // The next frame comes late where this one was too much to draw.
    sigma.on("afterRender", () => this.isMoving && requestAnimationFrame(() => this.learn(performance.now() - begun)));
  }

  learn(frameMs) {
    if (this.isMoving && frameMs > SLOW_FRAME_MS) this.learned = Math.max(LEAST, 0.75 * this.learned);
  }
}

/** Return a program for ties as lines of one pixel, of which `share()` are drawn: those that lie on top. */
export function createThinTieProgram({ rendering }, share) {
  return class ThinTieProgram extends rendering.EdgeLineProgram {
    drawWebGL(method, { gl }) {
      const drawn = 2 * Math.round((this.verticesCount / 2) * share());
      gl.drawArrays(method, this.verticesCount - drawn, drawn);
    }
  };
}

/** The numbers 0 … n-1 in an order of which each part is a fair sample of all; the same every time. */
export function sampled(n) {
  let step = Math.max(1, Math.round(n * 0.618));
  while (divisor(step, n) > 1) step += 1;
  return Array.from({ length: n }, (_, at) => (at * step) % n);
}

function divisor(one, other) {
  return other ? divisor(other, one % other) : one;
}
