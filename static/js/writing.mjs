// Writing into a textarea for its author, in a way that the browser's own undo takes back.

/** Widen a removal so that it leaves neither two spaces nor a space before a full stop. */
export function removalRange(text, start, end) {
  const spaceBefore = text[start - 1] === ' ';
  if (spaceBefore && (end === text.length || /[\s.,;:)]/.test(text[end]))) return [start - 1, end];
  if ((start === 0 || text[start - 1] === '\n') && text[end] === ' ') return [start, end + 1];
  return [start, end];
}

/** Put `words` in place of [start, end): typed in as if by hand, so that Ctrl+Z takes it back; set, where that fails. */
export function write(textarea, start, end, words) {
  const quiet = matchMedia('(pointer: coarse)').matches;
  // On a touch screen the keyboard would rise over the card just touched.
  if (quiet) textarea.inputMode = 'none';
  textarea.focus({ preventScroll: true });
  textarea.setSelectionRange(start, end);
  const wrote = words ? document.execCommand('insertText', false, words) : start === end || document.execCommand('delete');
  if (!wrote) {
    textarea.setRangeText(words, start, end, 'end');
    textarea.dispatchEvent(new Event('input', { bubbles: true }));
  }
  if (quiet) {
    textarea.blur();
    textarea.inputMode = '';
  }
}
