/** Whether this browser draws by WebGL, and the libraries that need it. */

export function hasWebGL() {
  const context = document.createElement("canvas").getContext("webgl2");
  context?.getExtension("WEBGL_lose_context")?.loseContext();
  return context !== null;
}

/** Load classic scripts one after another; sigma.js asks for WebGL while it loads, so it comes only where there is some. */
export async function loadScripts(addresses) {
  for (const address of addresses) {
    await new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.addEventListener("load", resolve);
      script.addEventListener("error", () => reject(new Error(`${address} did not load`)));
      document.head.append(script);
    });
  }
}
