// What a stack is, in words: its title and the few facts that are kept of its making.

const KINDS = {
  CT: 'CT', MR: 'MRI', CR: 'Radiograph', DX: 'Radiograph', MG: 'Mammogram', PT: 'PET', NM: 'Scintigram', XA: 'Angiogram', RF: 'Fluoroscopy', US: 'Ultrasound',
};
const FACTS = {
  plane: (value) => value.toLowerCase().replace(/^./, (letter) => letter.toUpperCase()),
  view: (value) => value,
  laterality: (value) => ({ L: 'Left', R: 'Right' })[value] ?? value,
  sequence: (value) => value,
  slice_thickness_mm: (value) => `Slice ${value} mm`,
  slice_spacing_mm: (value) => `Apart ${value} mm`,
  kvp: (value) => `${value} kV`,
  tube_current_ma: (value) => `${value} mA`,
  repetition_time_ms: (value) => `TR ${value} ms`,
  echo_time_ms: (value) => `TE ${value} ms`,
  inversion_time_ms: (value) => `TI ${value} ms`,
  flip_angle_deg: (value) => `Flip ${value}°`,
  field_strength_t: (value) => `${value} T`,
};

function spelled(count) {
  return `${count} ${count === 1 ? 'frame' : 'frames'}`;
}

/** Return the title of a stack or series: kind, body part, number of frames. */
export function titleOf({ modality, facts, count }) {
  const part = facts.body_part ? ` ${facts.body_part.toLowerCase().replaceAll('_', ' ')}` : '';
  return `${KINDS[modality] ?? modality}${part}, ${spelled(count)}`;
}

/** Return the facts, a line each; what nobody needs to read an image is left out. */
export function factsOf({ facts, spacing, spacing_kind: kind }) {
  const lines = Object.entries(FACTS).filter(([name]) => facts[name]).map(([name, word]) => word(facts[name]));
  if (!spacing) lines.push('No scale known');
  // What is nearer to the tube is drawn larger than it is.
  else if (kind === 'detector') lines.push('Scale at the detector');
  return lines;
}
