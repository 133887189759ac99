/** The buttons that save the picture as it is seen: SVG, or PNG made of the same drawing. */

import { onPaper } from "./paper.js";
import { seenNow, writeSvg } from "./picture-svg.js";

const SHARPNESS = 2; // pixels of the file for each of the screen

/** `nameOf()` gives the name of a file without its ending, `captionOf()` the line under the picture. */
export function offerFiles(buttons, picture, { legendOf, nameOf, captionOf }) {
  const draw = () => {
    const text = onPaper(() => {
      picture.recolour();
      return writeSvg(seenNow(picture), legendOf(), captionOf());
    });
    picture.recolour();
    return text;
  };
  const makers = { svg: async () => new Blob([draw()], { type: "image/svg+xml" }), png: () => paint(draw()) };
  for (const button of buttons) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const { save } = button.dataset;
      hand(await makers[save](), `${nameOf()}.${save}`);
    });
  }
}

/** Paint the text of an SVG; return a PNG. */
async function paint(svg) {
  const image = new Image();
  // Not an address of a blob: the page allows images from itself and in the text of an address alone.
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth * SHARPNESS;
  canvas.height = image.naturalHeight * SHARPNESS;
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

function hand(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** The legend as it stands beside the picture. */
export function readLegend(entries) {
  return [...entries].map((entry) => {
    const mark = entry.querySelector(".mark");
    const polygon = mark.querySelector("polygon");
    return {
      points: polygon.getAttribute("points"),
      color: getComputedStyle(mark).color,
      hollow: mark.classList.contains("mark--hollow"),
      label: entry.textContent.trim(),
    };
  });
}
