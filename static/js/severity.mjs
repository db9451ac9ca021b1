// The two severities of a finding, and the words of the buttons that follow from them.

/** Return whether a finding must go before the text can be stored; the other kind is the author's call. */
export function isMust(finding) {
  return finding.severity === 'must_go';
}

/** Return whether one click can replace the finding; an empty replacement removes it. */
export function isReplaceable(finding) {
  return typeof finding.replacement === 'string';
}

export function useWords(finding) {
  return finding.button || (finding.replacement ? `Use “${finding.replacement}”` : 'Remove it');
}

export function keepWords(finding) {
  if (!isMust(finding)) return 'Keep';
  const noun = finding.label.toLowerCase();
  return `Not ${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}…`;
}

export function callWords(n) {
  return `${n} ${n === 1 ? 'is' : 'are'} your call`;
}
