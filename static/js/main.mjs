// The one script of every page: names what data-module may say, and binds again after htmx has swapped something in.

import { watchRequests } from './connection.mjs';
import { bindGoOn } from './go-on.mjs';
import { bindGuarded, focusFault } from './guarded.mjs';
import { bindDecision } from './decision.mjs';
import { bindDialog } from './dialog.mjs';
import { bindDraft, forgetDone, bindSignOut } from './draft.mjs';
import { bindEditor } from './editor.mjs';
import { bindIdle } from './idle.mjs';
import { bindLive } from './live.mjs';
import { bindMended } from './mended.mjs';
import { bindFocus, bindMenu } from './menu.mjs';
import { bindPasskey } from './passkey.mjs';
import { bindPreview } from './preview.mjs';
import { bind, register } from './registry.mjs';
import { bindShortcuts, bindShortcutSwitch } from './shortcuts.mjs';
import { bindTheme } from './theme.mjs';

forgetDone();
watchRequests();
// A draft is put back before its editors look at their text.
for (const [name, init] of Object.entries({
  draft: bindDraft,
  editor: bindEditor,
  'go-on': bindGoOn,
  guarded: bindGuarded,
  passkey: bindPasskey,
  preview: bindPreview,
  decision: bindDecision,
  dialog: bindDialog,
  mended: bindMended,
  menu: bindMenu,
  focus: bindFocus,
  idle: bindIdle,
  live: bindLive,
  theme: bindTheme,
  shortcuts: bindShortcuts,
  'shortcut-switch': bindShortcutSwitch,
  'sign-out': bindSignOut,
})) {
  register(name, init);
}
focusFault(document.getElementById('main'));
document.addEventListener('htmx:after:swap', () => bind());
