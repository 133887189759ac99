/** The canvas over the picture on which names stand: those of partners that stand out, and of places on the map. */

import { placeNames, writeNames } from "./names.js";
import { writeMap } from "./places.js";

const MOST_NAMED = 500; // marks that are looked at for a name in one frame

export class NamesLayer {
  constructor(picture) {
    Object.assign(this, { picture, placed: [], widths: new Map() }); // widths of names, in pixels
    this.canvas = document.createElement("canvas");
    this.canvas.classList.add("picture__names");
    picture.container.querySelector(".sigma-hovers").before(this.canvas);
  }

  /** Write the names of the partners that stand out, as many as find room. */
  write() {
    const { picture } = this;
    const { width, height } = picture.sigma.getDimensions();
    const context = this.clear(width, height);
    if (!picture.looks) return;
    const seen = picture.projection();
    const isMap = picture.image === "kaart" && picture.drawing.map;
    const places = isMap ? writeMap(context, picture.drawing.map, seen, { height }, picture.colours) : [];
    context.font = this.font();
    const frame = { width, height, taken: [this.toolsBox(), ...places] };
    const widthOf = (name) => this.widthOf(context, name);
    this.placed = placeNames(this.marks(seen, width, height), this.most(), widthOf, frame, picture.fontSize() * 1.25);
    writeNames(context, this.placed, { ...picture.colours, fontSize: picture.fontSize() });
  }

  /** Write the name of the partner that someone points at. */
  writePointed(context, { x, y, size, key }) {
    const { picture } = this;
    const { name } = picture.drawing.partners[key];
    context.font = this.font();
    const width = context.measureText(name).width;
    const right = x + size + 5;
    const left = right + width > picture.container.clientWidth ? Math.max(4, x - size - 5 - width) : right;
    writeNames(context, [{ x: left, y, name, isStrong: true }], { ...picture.colours, fontSize: picture.fontSize() });
  }

  clear(width, height) {
    const { canvas } = this;
    const density = window.devicePixelRatio || 1;
    const [across, down] = [Math.round(width * density), Math.round(height * density)];
    if (canvas.width !== across || canvas.height !== down) Object.assign(canvas, { width: across, height: down });
    const context = canvas.getContext("2d");
    context.setTransform(density, 0, 0, density, 0, 0);
    context.clearRect(0, 0, width, height);
    return context;
  }

  /** The marks in sight that may get a name, or be covered by one: those that matter most first. */
  marks(seen, width, height) {
    const { graph, namesInOrder, shown, sigma } = this.picture;
    const marks = [];
    for (const position of namesInOrder) {
      const { x, y } = graph.getNodeAttributes(position);
      const at = seen(x, y);
      if (at.x < 0 || at.y < 0 || at.x > width || at.y > height) continue;
      const { size, rank, label, shape } = shown.looks.nodes[position];
      marks.push({ ...at, size: sigma.scaleSize(size) * shape.reach * 0.9, rank, name: label });
      if (marks.length >= MOST_NAMED) break;
    }
    return marks;
  }

  /** Where the zoom buttons stand over the picture. */
  toolsBox() {
    const { container } = this.picture;
    const own = container.getBoundingClientRect();
    const tools = container.parentElement.querySelector(".picture-tools").getBoundingClientRect();
    const [left, top] = [tools.left - own.left, tools.top - own.top];
    return { left, top, right: left + tools.width, bottom: top + tools.height };
  }

  /** How many names are written: more when someone looks closer or has chosen a partner. */
  most() {
    const { picture } = this;
    const most = (picture.isNarrow() ? 9 : 22) / picture.sigma.getCamera().ratio;
    return picture.chosen === undefined ? most : most + 12;
  }

  widthOf(context, name) {
    const key = `${context.font} ${name}`;
    if (!this.widths.has(key)) this.widths.set(key, context.measureText(name).width);
    return this.widths.get(key);
  }

  font() {
    return `600 ${this.picture.fontSize()}px ${this.picture.colours.font}`;
  }
}
