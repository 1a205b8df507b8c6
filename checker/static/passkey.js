// Passkeys of a sign-off: making one shows its line and sends nothing; signing fills the form with what it answers.
const text = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const bytes = (words) => Uint8Array.from(atob(words.replaceAll("-", "+").replaceAll("_", "/")), (each) => each.charCodeAt(0));
const dice = (count) => crypto.getRandomValues(new Uint8Array(count));

async function make() {
  const made = await navigator.credentials.create({
    publicKey: {
      challenge: dice(32),
      rp: { id: "localhost", name: "checker" },
      user: { id: dice(16), name: "checker sign-off", displayName: "checker sign-off" },
      pubKeyCredParams: [-7, -8, -257].map((alg) => ({ type: "public-key", alg })),
      authenticatorSelection: { userVerification: "required" },
    },
  });
  const line = document.getElementById("line");
  line.textContent = `passkey ${text(made.rawId)} ${text(made.response.getPublicKey())}`;
  line.hidden = false;
}

async function sign(form) {
  const allowed = form.dataset.passkeys.split(" ").map((id) => ({ type: "public-key", id: bytes(id) }));
  const { response } = await navigator.credentials.get({
    publicKey: {
      challenge: bytes(form.dataset.challenge),
      rpId: "localhost",
      allowCredentials: allowed,
      userVerification: "required",
    },
  });
  form.elements.client_data.value = text(response.clientDataJSON);
  form.elements.authenticator_data.value = text(response.authenticatorData);
  form.elements.signature.value = text(response.signature);
  form.submit();
}

function say(error) {
  document.getElementById("problem").textContent = error.message;
}

document.getElementById("make")?.addEventListener("click", () => make().catch(say));
document.getElementById("signing")?.addEventListener("submit", (event) => {
  event.preventDefault();
  sign(event.target).catch(say);
});
