// Passkeys: hands what the server asks to the browser, and what the device answers to the server.

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const known = (list) => (list || []).map((each) => ({ ...each, id: bytes(each.id) }));

async function make(asked) {
  const user = { ...asked.user, id: bytes(asked.user.id) };
  const excludeCredentials = known(asked.excludeCredentials);
  const options = { ...asked, user, excludeCredentials, challenge: bytes(asked.challenge) };
  const made = await navigator.credentials.create({ publicKey: options });
  return answer(made, {
    attestationObject: text(made.response.attestationObject),
    transports: made.response.getTransports ? made.response.getTransports() : [],
  });
}

async function use(asked) {
  const options = { ...asked, challenge: bytes(asked.challenge), allowCredentials: known(asked.allowCredentials) };
  const used = await navigator.credentials.get({ publicKey: options });
  return answer(used, {
    authenticatorData: text(used.response.authenticatorData),
    signature: text(used.response.signature),
    userHandle: used.response.userHandle ? text(used.response.userHandle) : "",
  });
}

function answer(credential, response) {
  const clientDataJSON = text(credential.response.clientDataJSON);
  const { id, type } = credential;
  return JSON.stringify({ id, rawId: text(credential.rawId), type, response: { ...response, clientDataJSON } });
}

const form = document.querySelector("form[data-passkey]");
if (form) {
  const said = form.querySelector("[data-said]");
  const ask = async () => {
    said.hidden = true;
    try {
      const asked = JSON.parse(form.dataset.options);
      form.elements.credential.value = await (form.dataset.passkey === "make" ? make(asked) : use(asked));
    } catch {
      said.hidden = false;
      return;
    }
    form.requestSubmit();
  };
  form.querySelector("button[type=button]").addEventListener("click", ask);
  ask();
}
