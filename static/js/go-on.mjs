// A form that only waits to be sent: by itself where scripts run, by its button where they do not.

export function bindGoOn(form) {
  form.requestSubmit();
}
