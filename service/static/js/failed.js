/** Says so when the server does not answer, or answers with an error; what stood on the page stays. */

const notice = document.querySelector("#failed");

export function tellFailure() {
  notice.hidden = false;
}

for (const event of ["htmx:error", "htmx:response:error"]) document.addEventListener(event, tellFailure);
document.addEventListener("htmx:after:swap", (event) => {
  if (event.detail.ctx.response.status < 400) notice.hidden = true;
});
