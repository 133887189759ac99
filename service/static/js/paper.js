/** The colours of a light screen, for what is printed or saved from a dark one. */

/** Return what `act()` does while the page has its light colours; nothing of it is painted on the screen. */
export function onPaper(act) {
  if (!matchMedia("(prefers-color-scheme: dark)").matches) return act();
  const { style } = document.documentElement;
  const light = lightColours();
  for (const [name, colour] of light) style.setProperty(name, colour);
  try {
    return act();
  } finally {
    for (const [name] of light) style.removeProperty(name);
  }
}

/** The custom properties that theme.css gives outside of any media query. */
function lightColours() {
  const sheet = [...document.styleSheets].find(({ href }) => href?.endsWith("/theme.css"));
  const rule = [...sheet.cssRules].find(({ selectorText }) => selectorText === ":root");
  return [...rule.style].filter((name) => name.startsWith("--")).map((name) => [name, rule.style.getPropertyValue(name)]);
}
