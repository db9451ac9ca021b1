// Passkeys: the form holds what the server asks; the browser's answer goes into it, and the form is sent as any other.
// Everything is in JSON with base64url, as WebAuthn level 3 writes it; browsers without those helpers are not offered any.

const SAID = {
  NotAllowedError: 'Nothing was done: it was cancelled, or took too long. Try again.',
  InvalidStateError: 'There is a passkey for this account on this device already.',
  SecurityError: 'This browser makes no passkeys for this address.',
};

function isAble() {
  const made = globalThis.PublicKeyCredential;
  return Boolean(made?.parseCreationOptionsFromJSON && made?.parseRequestOptionsFromJSON && navigator.credentials);
}

function answerTo(kind, options) {
  if (kind === 'create') {
    return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) });
  }
  return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
}

export function bindPasskey(form) {
  if (!isAble()) return;
  form.hidden = false;
  const says = form.querySelector('[data-says]');
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    says.textContent = '';
    try {
      const answer = await answerTo(form.dataset.kind, JSON.parse(form.dataset.options));
      form.elements.credential.value = JSON.stringify(answer.toJSON());
      // Past this very listener.
      HTMLFormElement.prototype.submit.call(form);
    } catch (error) {
      says.textContent = SAID[error.name] ?? 'The browser could not do this. Sign in another way.';
    }
  });
}
